package dev.glint.configuration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.testing.AwsHost;
import dev.glint.testing.Functions;
import dev.glint.testing.PlainHttp;
import dev.glint.testing.PlainS3;
import dev.glint.testing.Settings;
import dev.glint.testing.SmallParts;
import dev.glint.testing.SourceServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.ChecksumMode;

/** A store at AWS, which verifies the checksum of each part before it stores the part. */
@QuarkusTest
@QuarkusTestResource(SourceServer.class)
@WithTestResource(AwsHost.class)
@WithTestResource(SmallParts.class)
class AwsHostTest {

    private static final int THREE_PARTS = 11_000_000;

    private final Functions functions = Functions.ofTest();
    private final PlainS3 s3 = new PlainS3(
            URI.create(Settings.get("s3.store.external-host")),
            Settings.get("s3.store.access-key"),
            Settings.get("s3.store.secret-key"),
            Settings.get("s3.store.bucket"));

    @AfterEach
    void nothingIsLeft() {
        try (s3) {
            s3.assertEmptyAndClean();
        }
    }

    @Test
    void addSendsEachPartWithAChecksum() {
        String source = Settings.get("test.source.url") + "/chunked/" + THREE_PARTS;
        functions.call("add", "imageId", "img", "source", source).ok();
        assertTrue(checksum().endsWith("-3"), checksum());
        assertArrayEquals(SourceServer.bytes(THREE_PARTS), s3.take("img"));
    }

    @Test
    void clientsNeedNoChecksum() {
        JsonNode upload = functions
                .call("get-presigned", "imageId", "img", "operation", "upload", "size", THREE_PARTS)
                .ok()
                .json();
        String id = PlainHttp.putParts(upload, SourceServer.bytes(THREE_PARTS));
        functions
                .call("add", "imageId", "img", "upload", Map.of("uploadId", id))
                .ok();
        assertNull(checksum());
        assertArrayEquals(SourceServer.bytes(THREE_PARTS), s3.take("img"));
    }

    /** The checksum of the checksums of the parts, with their number. */
    private String checksum() {
        return s3.client()
                .headObject(request -> request.bucket(s3.bucket()).key("img").checksumMode(ChecksumMode.ENABLED))
                .checksumCRC32C();
    }
}
