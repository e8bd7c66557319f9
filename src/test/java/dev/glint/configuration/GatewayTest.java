package dev.glint.configuration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.Functions;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.Gateway;
import dev.glint.testing.OwnS3Proxy;
import dev.glint.testing.PlainHttp;
import dev.glint.testing.PlainS3;
import dev.glint.testing.Settings;
import dev.glint.testing.SourceServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A store with https, a path, an external host for clients, and additional allowed hosts and buckets. */
@QuarkusTest
@QuarkusTestResource(SourceServer.class)
@WithTestResource(Gateway.class)
class GatewayTest {

    private final String host = Settings.get("s3.store.host");
    private final String plain = Settings.get("test.plain");
    private final String sourceUrl = Settings.get("test.source.url");
    private final Functions functions = Functions.ofTest();
    private final PlainS3 s3 = plainS3("images");
    private final PlainS3 allowed = plainS3("allowed");

    private PlainS3 plainS3(String bucket) {
        return new PlainS3(URI.create(plain), OwnS3Proxy.ACCESS_KEY, OwnS3Proxy.SECRET_KEY, bucket);
    }

    @AfterEach
    void nothingIsLeft() {
        try (s3;
                allowed) {
            s3.assertEmptyAndClean();
            allowed.assertEmptyAndClean();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 8388609})
    void imagesAreStoredOverHttps(int count) {
        Answer added = functions
                .call("add", "imageId", "img", "source", sourceUrl + "/bytes/" + count)
                .ok();
        assertEquals(location(), added.text("location"));
        assertEquals(
                count,
                functions
                        .call("get-size", "location", location())
                        .ok()
                        .json()
                        .path("size")
                        .asInt());
        assertArrayEquals(SourceServer.bytes(count), s3.read("img"));
        functions.call("delete", "location", location()).ok();
    }

    @Test
    void downloadUrlsHaveTheExternalHost() {
        byte[] bytes = SourceServer.bytes(1000);
        s3.write("img", bytes);
        String url = functions.call("get-presigned", "imageId", "img").ok().text("url");
        assertTrue(url.startsWith(plain + "/images/img?"), url);
        assertArrayEquals(bytes, Functions.fetch(url).body());
        s3.take("img");
    }

    @Test
    void uploadUrlsHaveTheExternalHost() {
        byte[] bytes = SourceServer.bytes(1000);
        for (String[] image : new String[][] {{"imageId", "img"}, {"location", location()}}) {
            Answer presigned = functions
                    .call("get-presigned", image[0], image[1], "operation", "upload", "size", 1000)
                    .ok();
            assertTrue(presigned.text("url").startsWith(plain + "/images/img?"), presigned.text("url"));
            assertEquals(200, PlainHttp.put(presigned.json(), bytes).statusCode());
            Answer added =
                    functions.call("add", "imageId", "img", "upload", Map.of()).ok();
            assertEquals(location(), added.text("location"));
            assertArrayEquals(bytes, s3.take("img"));
        }
    }

    @Test
    void uploadToAnotherBucketIsRefused() {
        String there = location().replace("/images/", "/allowed/");
        functions
                .call("get-presigned", "location", there, "operation", "upload", "size", 1000)
                .problem(403, "location-refused");
    }

    @Test
    void anAllowedBucketIsReadAndDeletedFrom() {
        byte[] bytes = SourceServer.bytes(1000);
        allowed.write("img", bytes);
        String there = location().replace("/images/", "/allowed/");
        functions.call("add", "imageId", "copy", "source", there).ok();
        assertArrayEquals(bytes, s3.take("copy"));
        String url = functions.call("get-presigned", "location", there).ok().text("url");
        assertArrayEquals(bytes, Functions.fetch(url).body());
        functions.call("delete", "location", there).ok();
    }

    @Test
    void keysOfALocationOpenAnyBucket() {
        String withoutKeys = location().replace("/images/", "/private/");
        functions.call("delete", "location", withoutKeys).problem(403, "location-refused");
        String withKeys = withoutKeys.replace("://", "://" + OwnS3Proxy.ACCESS_KEY + ":" + OwnS3Proxy.SECRET_KEY + "@");
        functions.call("delete", "location", withKeys).problem(404, "not-found");
    }

    @Test
    void anAllowedServiceIsReadFrom() {
        s3.write("img", SourceServer.bytes(10));
        String there = plain.replace("http://", "s3+http://") + "/images/img";
        Answer answer = functions.call("get-size", "location", there).ok();
        assertEquals(10, answer.json().path("size").asInt());
        assertEquals(there.replace("s3+http", "s3"), answer.text("location"));
        functions.call("get-size", "location", there.replace("/storage/", "/")).problem(403, "location-refused");
        s3.take("img");
    }

    @ParameterizedTest
    @CsvSource({
        "s3://plain.example/images/img,        http://plain.example/images/img",
        "s3://PLAIN.example:80/images/img,     http://plain.example/images/img",
        "s3+https://secure.example/images/img, https://secure.example/images/img",
        "s3+https://secure.example:443/images/img//, https://secure.example/images/img"
    })
    void aDefaultPortMayBeWrittenOut(String location, String url) {
        Answer answer = functions
                .call("get-presigned", "location", location, "verify", false)
                .ok();
        assertTrue(answer.text("url").startsWith(url + "?"), answer.text("url"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://plain.example:443/images/img",
                "s3+https://plain.example/images/img",
                "s3://secure.example/images/img",
                "s3+https://secure.example:80/images/img",
                "s3://sub.plain.example/images/img"
            })
    void anotherPortOrSchemeIsAnotherService(String location) {
        functions.call("get-presigned", "location", location, "verify", false).problem(403, "location-refused");
    }

    private String location() {
        return host.replace("https://", "s3+https://") + "images/img";
    }
}
