package dev.glint.function;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.testing.Digests;
import dev.glint.testing.Functions;
import dev.glint.testing.PlainHttp;
import dev.glint.testing.RealStore;
import dev.glint.testing.SourceServer;
import dev.glint.testing.TrustedKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The contract of the built artifact, jars or a native executable, with S3Proxy, the embedded server. */
@QuarkusIntegrationTest
@WithTestResource(RealStore.class)
@QuarkusTestResource(SourceServer.class)
@QuarkusTestResource(TrustedKeys.class)
class S3ProxyContractIT extends BackendSuite implements ImageFunctionsContract {

    /** S3 refuses {@code x-amz-} headers that are not signed; S3Proxy accepts them. */
    @Override
    @Test
    public void aHeaderThatIsNotSignedIsRefused() {
        JsonNode presigned = presigned(BYTES);
        Map<String, String> headers = PlainHttp.headers(presigned);
        headers.put("x-amz-meta-glint-request-id", "mine");
        assertEquals(
                200,
                PlainHttp.put(presigned.path("url").asText(), headers, BYTES).statusCode());
        s3().take("img");
    }

    /** S3Proxy has no tags. */
    @Test
    void digestsThatCouldOnlyBeTagsAreUnknown() {
        JsonNode added = add("bytes/8388609", "sha512");
        assertEquals(
                Digests.sha512(SourceServer.bytes(8388609)), added.path("hash").asText());
        assertEquals(Functions.tree(), digests());
        s3().take("img");
        uploadOnly();
        functions().call("add", "imageId", "img", "upload", Map.of()).ok();
        assertEquals(Functions.tree(), digests());
        s3().take("img");
    }
}
