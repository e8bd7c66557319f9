package dev.glint.function;

import static dev.glint.function.PartsContract.IMAGE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.testing.SmallParts;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** Uploads in parts over S3Proxy, which takes parts of uploads that there are not. */
@QuarkusTest
@WithTestResource(SmallParts.class)
class S3ProxyPartsTest extends PartsTest {

    @Override
    @Test
    public void thereIsNoPartOfAnUploadThatWasGivenUp() {
        JsonNode upload = begin(IMAGE.length);
        giveUp(upload).ok();
        JsonNode part = upload.path("parts").get(2);
        assertEquals(200, PartsBackend.put(part, PartsContract.PART, IMAGE).statusCode());
    }
}
