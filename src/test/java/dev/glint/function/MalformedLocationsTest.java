package dev.glint.function;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.glint.testing.Functions;
import dev.glint.testing.SourceServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Malformed locations. */
@QuarkusTest
@QuarkusTestResource(SourceServer.class)
class MalformedLocationsTest {

    private final Functions functions = Functions.ofTest();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3:",
                "s3://",
                "s3:///",
                "s3://host",
                "s3://host/bucket",
                "s3://host/bucket/",
                "s3://host//img",
                "s3:///bucket/img",
                "s3:host/bucket/img",
                "s3:/host/bucket/img",
                "S3://host/bucket/img",
                "s3+HTTPS://host/bucket/img",
                "s3+ftp://host/bucket/img",
                "s3://s3://host/bucket/img",
                "s3://host/bucket/s3://img",
                "s3://host/bucket/.",
                "s3://host/bucket/..",
                "s3://host/./img",
                "s3://host/../img",
                "s3://host/arn:aws:s3/img",
                "s3://host/bucket/img?version=1",
                "s3://host/bucket/img#part",
                "s3://host/bucket/an img",
                "s3://host/bucket/img\n",
                "s3://host/bucket/\u0000img",
                "s3://host/bucket/\ud800img",
                "s3://host:0/bucket/img",
                "s3://host:65536/bucket/img",
                "s3://host:https/bucket/img",
                "s3://h%6Fst/bucket/img",
                "s3://access@host/bucket/img",
                "s3://access:@host/bucket/img",
                "s3://:topsecret@host/bucket/img",
                "s3://@host/bucket/img",
                "s3://acc,ess:topsecret@host/bucket/img",
                "s3://acc=ess:topsecret@host/bucket/img",
                "s3://acc/ess:topsecret@host/bucket/img",
                "s3://topsecret\u00e9:topsecret@host/bucket/img",
                "s3://access:topsecret@/bucket/img",
                "s3://access:topsecret@host/img",
                "s3://access:topsecret@more@host/bucket/img",
                "s3://access:topsecret@host/bucket/i@img",
                "s3://access:topsecret#more@host/bucket/img",
                "s3://access:topsecret?more@host/bucket/img",
                "s3://access:topsecret more@host/bucket/img",
                "s3://access:topsecret://more@host/bucket/img"
            })
    void malformedLocationIsRefusedByEveryFunction(String location) {
        assertMalformed(location);
    }

    @Test
    void locationLongerThan4096CharactersIsRefused() {
        assertMalformed("s3://access:topsecret" + "x".repeat(4096) + "@host/bucket/img");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "img", "http://host/bucket/img", "file:///bucket/img", "swift://host/bucket/img"})
    void otherTextIsRefusedAsLocation(String text) {
        functions.call("get-size", "location", text).problem(400, "bad-store-uri");
    }

    private void assertMalformed(String location) {
        for (String sentence : List.of(
                functions.call("get-size", "location", location).problem(400, "bad-store-uri"),
                functions.call("get-presigned", "location", location).problem(400, "bad-store-uri"),
                functions.call("delete", "location", location).problem(400, "bad-store-uri"),
                functions.call("add", "imageId", "img", "source", location).problem(400, "bad-store-uri"))) {
            assertFalse(sentence.contains("topsecret"), sentence);
        }
    }
}
