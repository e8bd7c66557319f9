package dev.glint.variant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glint.testing.Functions;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.LogCapture;
import dev.glint.testing.OwnS3Proxy;
import dev.glint.testing.PlainS3;
import dev.glint.testing.Settings;
import dev.glint.testing.SourceServer;
import dev.glint.testing.VirtualHosts;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nobody may read, in an answer or in the log, whether a call succeeds or fails. */
@QuarkusTest
@QuarkusTestResource(SourceServer.class)
@WithTestResource(VirtualHosts.class)
class SecretsTest {

    /** Stands for every secret of a caller; the store has its own. */
    private static final String SECRET = "hush/hush+hush";

    private static final String KEYS = OwnS3Proxy.ACCESS_KEY + ":" + OwnS3Proxy.SECRET_KEY;
    private static final String SIGNATURE = "X-Amz-Signature";

    private final String host = Settings.get("s3.store.host");

    private final String sourceUrl = Settings.get("test.source.url");

    private final String untrusted = Settings.get("test.untrusted");

    private final String closed = Settings.get("test.closed");

    private final Functions functions = Functions.ofTest();
    private final LogCapture log = new LogCapture();
    private final List<Answer> answers = new ArrayList<>();

    @BeforeEach
    void storeAnImage() {
        functions.call("add", "imageId", "img", "data", "AAEC").ok();
    }

    @AfterEach
    void nobodyReadsASecret() {
        try (log;
                PlainS3 s3 = PlainS3.ofConfiguration()) {
            s3.take("img");
            s3.assertEmptyAndClean();
        }
        for (String record : log.records()) {
            for (String secret : List.of(SECRET, "hush", OwnS3Proxy.SECRET_KEY, SIGNATURE)) {
                assertFalse(record.contains(secret), record);
            }
        }
        for (Answer answer : answers) {
            assertTellsNothing(answer);
        }
    }

    private static void assertTellsNothing(Answer answer) {
        ObjectNode withoutUrl = ((ObjectNode) answer.json()).without(List.of("url"));
        assertFalse(withoutUrl.toString().contains(SIGNATURE), withoutUrl::toString);
        for (String secret : List.of("hush", OwnS3Proxy.SECRET_KEY)) {
            assertFalse(answer.response().body().contains(secret), answer.response()::body);
            assertFalse(answer.response().headers().toString().contains(secret));
        }
    }

    @Test
    void ofTheStore() {
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
    void ofALocationThatIsWellFormed() {
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
    void ofALocationThatIsMalformed(String template) {
        String location = template.replace("SECRET", SECRET);
        for (String function : new String[] {"get-size", "get-presigned", "delete"}) {
            call(function, "location", location).problem(400, "bad-store-uri");
        }
        assertTrue(call("add", "imageId", "copy", "source", location).status() >= 400);
        assertTrue(call("add", "imageId", location, "data", "").status() >= 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SOURCE/status/500?token=SECRET",
                "SOURCE/status/403?token=SECRET",
                "SOURCE/short/1000?token=SECRET",
                "SOURCE/redirect/302/SOURCE/status/404?token=SECRET",
                "SOURCE/redirect/302/http://nowhere.invalid/SECRET?token=SECRET",
                "SOURCE/redirect/302/ftp://a:SECRET@host/SECRET",
                "SOURCE/redirect/302/http://a:SECRET@host/",
                "SOURCE/bytes/10?token=SECRET#SECRET SECRET",
                "http://a:SECRET@127.0.0.1/img",
                "http://127.0.0.1:1/SECRET?token=SECRET",
                "http://nowhere.invalid/SECRET?token=SECRET&X-Amz-Signature=SECRET",
                "http://a:SECRET@/img",
                "http://a:SECRET[@host/img",
                "nothing:SECRET"
            })
    void ofASource(String template) {
        String source = template.replace("SOURCE", sourceUrl).replace("SECRET", SECRET);
        assertTrue(call("add", "imageId", "copy", "source", source).status() >= 400);
    }

    @Test
    void ofASourceThatIsRead() {
        call("add", "imageId", "copy", "source", sourceUrl + "/bytes/10?token=" + SECRET)
                .ok();
        call("delete", "imageId", "copy").ok();
    }

    @Test
    void ofAPresignedUrlThatComesBack() {
        String url = call("get-presigned", "imageId", "img").ok().text("url");
        assertTrue(url.contains(SIGNATURE));
        assertTrue(call("add", "imageId", "copy", "source", url).status() >= 400);
        assertTrue(call("get-size", "location", url).status() >= 400);
        assertTrue(call("get-size", "location", url.replace("http://", "s3://")).status() >= 400);
        assertTrue(call("delete", "imageId", url).status() >= 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"imageId\": \"SECRET",
                "{\"imageId\": SECRET}",
                "SECRET",
                "{\"data\": \"\", \"size\": \"SECRET\"}"
            })
    void ofABodyThatIsMalformed(String template) {
        for (String function : new String[] {"add", "get-size", "get-presigned", "delete"}) {
            Answer answer = functions.post(function, template.replace("SECRET", SECRET));
            answers.add(answer);
            answer.problem(400, "invalid-request");
        }
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

    private Answer call(String function, Object... fields) {
        Answer answer = functions.call(function, fields);
        answers.add(answer);
        return answer;
    }
}
