package dev.glint.function;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.glint.testing.Functions;
import dev.glint.testing.PlainS3;
import dev.glint.testing.SourceServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(SourceServer.class)
class ImageFunctionsTest {

    @ConfigProperty(name = "test.source.url")
    String sourceUrl;

    private final Functions functions = Functions.ofTest();
    private final PlainS3 s3 = PlainS3.ofConfiguration();

    @AfterEach
    void nothingIsLeft() {
        s3.assertEmptyAndClean();
        s3.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes/0",
                "bytes/1",
                "bytes/8388608",
                "bytes/8388609",
                "chunked/0",
                "chunked/5",
                "chunked/30000000"
            })
    void addsFromAUrl(String path) {
        byte[] bytes = SourceServer.bytes(Integer.parseInt(path.substring(path.indexOf('/') + 1)));
        assertEquals(
                bytes.length,
                functions
                        .call("add", "imageId", "img", "source", sourceUrl + "/" + path)
                        .ok()
                        .json()
                        .path("size")
                        .asLong());
        assertArrayEquals(bytes, s3.read("img"));
        functions.call("delete", "imageId", "img").ok();
    }
}
