package dev.glint.fault;

import static dev.glint.testing.Fault.answer;
import static dev.glint.testing.Fault.none;
import static dev.glint.testing.HeaderFaults.replyHeader;
import static dev.glint.testing.HeaderFaults.replyWithout;
import static dev.glint.testing.S3Operation.GET_OBJECT;
import static dev.glint.testing.S3Operation.GET_TAGS;
import static dev.glint.testing.S3Operation.HEAD_OBJECT;
import static dev.glint.testing.S3Operation.PUT_TAGS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.testing.Digests;
import dev.glint.testing.Fault;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.PlainHttp;
import dev.glint.testing.SourceServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Direct uploads whose hash S3 has verified are not read back; all others are. */
@Timeout(300)
class VouchedUploadsIT extends TagFaultSuite {

    private static final String CHECKSUM = "x-amz-checksum-sha256";
    private static final byte[] OTHER = SourceServer.bytes(SMALL.length + 1);
    private static final String SHA256 = Digests.sha256(SMALL);

    @Test
    void anImageThatS3VouchesForIsNotReadBack() {
        JsonNode presigned = begin("sha256", SHA256);
        assertTrue(PlainHttp.headers(presigned).containsKey(CHECKSUM));
        assertEquals(200, PlainHttp.put(presigned, SMALL).statusCode());
        s3.clear();
        assertVouched(finish().ok());
        assertEquals(
                List.of(HEAD_OBJECT, HEAD_OBJECT, GET_OBJECT, GET_TAGS, PUT_TAGS), s3.requests(), "its head is read");
        assertEquals(SHA256, hashInSize());
        assertVouched(finish("hashAlgorithm", "sha256", "hash", SHA256).ok());
        assertVouched(finish("verify", false).ok());
        s3.clear();
        finish("hashAlgorithm", "sha256", "hash", Digests.sha256(OTHER)).problem(422, "content-mismatch");
        finish("checksum", Digests.md5(OTHER)).problem(422, "content-mismatch");
        finish("hashAlgorithm", "sha256", "signatureKey", "vendor", "signature", "")
                .problem(422, "content-mismatch");
        finish("size", OTHER.length).problem(422, "content-mismatch");
        assertEquals(0, s3.count(GET_OBJECT));
    }

    private static void assertVouched(Answer answer) {
        assertEquals("sha256", answer.text("hashAlgorithm"));
        assertEquals(SHA256, answer.text("hash"));
        assertEquals(Digests.md5(SMALL), answer.text("checksum"));
    }

    @Test
    void s3RefusesOtherBytes() {
        byte[] changed = SMALL.clone();
        changed[500] ^= 1;
        assertEquals(400, PlainHttp.put(begin("sha256", SHA256), changed).statusCode());
        finish().problem(404, "not-found");
    }

    /** The second look is the one that asks for the checksum. */
    static List<Fault> serversThatDoNotVouch() {
        return List.of(
                replyWithout(CHECKSUM),
                replyHeader(CHECKSUM, "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=-2"),
                replyHeader(CHECKSUM, "LPJNul+wow4m6Dsqxbni"),
                replyHeader(CHECKSUM, ""),
                answer(403, "AccessDenied"),
                answer(400, "InvalidRequest"),
                answer(501, "NotImplemented"));
    }

    @ParameterizedTest
    @MethodSource("serversThatDoNotVouch")
    void anImageThatS3DoesNotVouchForIsReadBack(Fault fault) {
        assertEquals(200, PlainHttp.put(begin("sha256", SHA256), SMALL).statusCode());
        s3.clear();
        s3.on(HEAD_OBJECT).nth(2, fault);
        assertVouched(finish().ok());
        assertEquals(1, s3.count(GET_OBJECT));
    }

    @Test
    void anImageOfWhichS3SaysAnotherChecksumIsAMismatch() {
        assertEquals(200, PlainHttp.put(begin("sha256", SHA256), SMALL).statusCode());
        s3.clear();
        s3.on(HEAD_OBJECT).nth(2, replyHeader(CHECKSUM, "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="));
        finish().problem(422, "content-mismatch");
    }

    /** A server that knows no checksums takes any bytes. What was declared holds all the same. */
    @ParameterizedTest
    @CsvSource({"sha256", "sha512"})
    void otherBytesThatTheServerTookAreAMismatch(String algorithm) {
        byte[] changed = SMALL.clone();
        changed[500] ^= 1;
        JsonNode presigned = begin(algorithm, hash(algorithm, SMALL));
        Map<String, String> headers = PlainHttp.headers(presigned);
        headers.remove(CHECKSUM);
        assertEquals(
                200,
                PlainHttp.put(presigned.path("url").asText(), headers, changed).statusCode());
        finish().problem(422, "content-mismatch");
        finish("hashAlgorithm", "none").problem(422, "content-mismatch");
        finish("hashAlgorithm", "sha512").problem(422, "content-mismatch");
    }

    @Test
    void sha512IsReadBackWhereTheServerMayNotKnowIt() {
        JsonNode presigned = begin("sha512", Digests.sha512(SMALL));
        assertFalse(presigned.path("headers").has("x-amz-checksum-sha512"));
        assertEquals(200, PlainHttp.put(presigned, SMALL).statusCode());
        assertEquals(Digests.sha512(SMALL), finish().ok().text("hash"));
        assertEquals(1, s3.count(GET_OBJECT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha512", "none"})
    void anImageIsReadBackForAnotherHash(String algorithm) {
        assertEquals(200, PlainHttp.put(begin("sha256", SHA256), SMALL).statusCode());
        Answer answer = finish("hashAlgorithm", algorithm).ok();
        assertEquals(algorithm, answer.text("hashAlgorithm"));
        assertEquals(algorithm.equals("none") ? null : Digests.sha512(SMALL), answer.text("hash"));
        assertEquals(1, s3.count(GET_OBJECT));
    }

    @Test
    void whileS3FailsNothingIsDecided() {
        assertEquals(200, PlainHttp.put(begin("sha256", SHA256), SMALL).statusCode());
        s3.clear();
        s3.on(HEAD_OBJECT).nth(1, none());
        s3.on(HEAD_OBJECT).always(answer(500, "InternalError"));
        finish().problem(503, "store-unavailable");
        s3.clear();
        assertVouched(finish().ok());
    }

    /** The digests are vouched for, the format is not. */
    @Test
    void formatThatCannotBeReadIsReadByTheNextCall() {
        assertEquals(200, PlainHttp.put(begin("sha256", SHA256), SMALL).statusCode());
        s3.on(GET_OBJECT).always(answer(500, "InternalError"));
        for (boolean verify : new boolean[] {true, false}) {
            String sentence = (verify ? finish() : finish("verify", false)).problem(503, "store-unavailable");
            assertTrue(sentence.contains("repeat the same request"), sentence);
        }
        s3.clear();
        assertEquals("raw", finish("verify", false).ok().text("format"));
    }

    @Test
    void imageThatIsReplacedBeforeItsFormatIsReadIsNotTold() {
        assertEquals(200, PlainHttp.put(begin("sha256", SHA256), SMALL).statusCode());
        s3.clear();
        s3.on(HEAD_OBJECT).nth(2, none().after(() -> plainS3.write(id, OTHER)));
        finish().problem(404, "not-found");
    }

    private static String hash(String algorithm, byte[] bytes) {
        return algorithm.equals("sha256") ? Digests.sha256(bytes) : Digests.sha512(bytes);
    }

    /** Asks for the URL of an upload with a declared hash. */
    private JsonNode begin(String algorithm, String hash) {
        Object[] fields = {
            "imageId", id, "operation", "upload", "size", SMALL.length, "hashAlgorithm", algorithm, "hash", hash
        };
        return application.functions().call("get-presigned", fields).ok().json();
    }

    private Answer finish(Object... more) {
        List<Object> fields = new ArrayList<>(List.of("imageId", id, "upload", Map.of()));
        fields.addAll(List.of(more));
        return application.functions().call("add", fields.toArray());
    }
}
