package dev.glint.function;

import static dev.glint.function.PartsContract.IMAGE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.PlainHttp;
import dev.glint.testing.SmallParts;
import dev.glint.testing.SourceServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Uploads in parts with S3Proxy, which accepts parts of uploads that do not exist. */
@QuarkusTest
@WithTestResource(SmallParts.class)
class S3ProxyPartsTest extends PartsSuite {

    @Override
    @Test
    public void partOfAnUploadThatWasGivenUpIsRefused() {
        JsonNode upload = begin(IMAGE.length);
        giveUp(upload).ok();
        JsonNode part = upload.path("parts").get(2);
        assertEquals(200, PartsBackend.put(part, PartsContract.PART, IMAGE).statusCode());
    }

    @Test
    void fiftyPartsBecomeOneImage() throws NoSuchAlgorithmException {
        byte[] part = SourceServer.bytes(PartsContract.PART);
        long size = 49L * part.length + 1;
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        JsonNode upload = begin(size);
        assertEquals(50, upload.path("parts").size());
        for (JsonNode one : upload.path("parts")) {
            byte[] bytes = Arrays.copyOf(part, one.path("size").asInt());
            assertEquals(200, PlainHttp.put(one, bytes).statusCode());
            md5.update(bytes);
        }
        Answer answer = finish(upload).ok();
        assertEquals(size, answer.json().path("size").asLong());
        assertEquals(HexFormat.of().formatHex(md5.digest()), answer.text("checksum"));
        assertEquals(size, s3().head("img").contentLength());
        s3().remove("img");
    }
}
