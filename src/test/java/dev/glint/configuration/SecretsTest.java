package dev.glint.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.OwnS3Proxy;
import dev.glint.testing.Settings;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets of the store, and of locations. */
@QuarkusTest
class SecretsTest extends SecretsSuite {

    private final String host = Settings.get("s3.store.host");
    private final String untrusted = Settings.get("test.untrusted");
    private final String closed = Settings.get("test.closed");

    @Test
    void keysOfTheStoreAreNotRevealed() {
        for (String function : new String[] {"get-size", "get-presigned"}) {
            call(function, "imageId", "img").ok();
            call(function, "location", location(KEYS)).ok();
        }
        call("add", "imageId", "copy", "source", location(KEYS)).ok();
        call("add", "imageId", "copy", "source", location(KEYS)).problem(409, "duplicate");
        call("delete", "location", location(KEYS).replace("/img", "/copy")).ok();
        call("delete", "location", location(KEYS).replace("/img", "/copy")).problem(404, "not-found");
    }

    @Test
    void secretsOfAWellFormedLocationAreNotRevealed() {
        for (String keys : List.of(
                OwnS3Proxy.ACCESS_KEY + ":" + SECRET,
                "nobody:" + SECRET,
                "nobody:" + SECRET + ":" + SECRET + "=%20%")) {
            callAll(location(keys), 403);
        }
        callAll("s3://nobody:" + SECRET + "@elsewhere.example/images/img", 403);
        callAll("s3://nobody:" + SECRET + "@" + closed + "/images/img", 503);
        callAll("s3+https://nobody:" + SECRET + "@" + untrusted + "/images/img", 500);
        assertTrue(
                log.records().stream().anyMatch(record -> record.contains("store-unavailable")), "nothing is logged");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://a:SECRET@more@host/images/img",
                "s3://a:SECRET#@host/images/img",
                "s3://a:SECRET?@host/images/img",
                "s3://a:SECRET @host/images/img",
                "s3://a:SECRET\u0000@host/images/img",
                "s3://a:SECRET://@host/images/img",
                "s3://:SECRET@host/images/img",
                "s3://SECRET@host/images/img",
                "s3://a:SECRET@",
                "s3://a:SECRET@host",
                "s3://a:SECRET@host/images",
                "s3://a:SECRET@host:SECRET/images/img",
                "s3://a:SECRET",
                "s3:a:SECRET@host/images/img",
                "S3://a:SECRET@host/images/img",
                "http://a:SECRET@host/images/img",
                "a:SECRET@host/images/img"
            })
    void secretsOfAMalformedLocationAreNotRevealed(String template) {
        String location = template.replace("SECRET", SECRET);
        for (String function : new String[] {"get-size", "get-presigned", "delete"}) {
            call(function, "location", location).problem(400, "bad-store-uri");
        }
        assertTrue(call("add", "imageId", "copy", "source", location).status() >= 400);
        assertTrue(call("add", "imageId", location, "data", "").status() >= 400);
    }

    private String location(String keys) {
        return host.replace("http://", "s3://" + keys + "@") + "/images/img";
    }

    /** Calls all functions with a location that each of them refuses. */
    private void callAll(String location, int status) {
        call("get-size", "location", location);
        assertEquals(status, call("get-presigned", "location", location).status());
        assertEquals(status, call("delete", "location", location).status());
        assertEquals(status, call("add", "imageId", "copy", "source", location).status());
    }
}
