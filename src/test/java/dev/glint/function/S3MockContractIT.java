package dev.glint.function;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.testing.Functions;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.PlainHttp;
import dev.glint.testing.Sequential;
import dev.glint.testing.SourceServer;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract with S3Mock, which does not check signatures. Its check of a condition and its write are not atomic. */
@Sequential
@Order(1)
class S3MockContractIT extends S3MockSuite implements ImageFunctionsContract, TagsContract {

    /**
     * S3Mock checks whether the object exists, and writes later. So sooner or later two concurrent adds succeed. Uploads that are
     * completed at the same time even remove each other's object.
     */
    @Override
    @ParameterizedTest
    @ValueSource(ints = {1000, PART_SIZE + 1})
    public void onlyOneOfConcurrentAddsSucceeds(int count) {
        assertTrue(
                IntStream.range(0, 1000).anyMatch(round -> {
                    List<Answer> answers = addAtTheSameTime(count);
                    s3().remove("img");
                    return answers.stream()
                                    .filter(answer -> answer.status() == 200)
                                    .count()
                            > 1;
                }),
                "a write that must not replace anything never does");
    }

    @Override
    @Test
    public void wrongKeysOfALocationAreRefused() {
        for (String keys : wrongKeys()) {
            s3().write("img", SourceServer.bytes(10));
            functions()
                    .call("delete", "location", locationWithKeys(keys, "img"))
                    .ok();
        }
    }

    @Override
    @Test
    public void anExpiredUrlIsRefused() throws InterruptedException {
        s3().write("img", SourceServer.bytes(10));
        assertEquals(200, Functions.fetch(expiredUrl()).statusCode());
        s3().take("img");
    }

    @Override
    @Test
    public void tamperedUrlIsRefused() {
        s3().write("img", SourceServer.bytes(10));
        s3().write("secret", SourceServer.bytes(20));
        String url = functions().call("get-presigned", "imageId", "img").ok().text("url");
        byte[] secret = Functions.fetch(url.replace("/img?", "/secret?")).body();
        assertArrayEquals(s3().take("secret"), secret);
        s3().take("img");
    }

    /** Without signatures only the MD5 and the condition are checked. */
    @Override
    @ParameterizedTest
    @ValueSource(strings = {"Content-Type", "If-None-Match", "x-amz-meta-glint-upload"})
    public void aSignedHeaderThatIsChangedOrMissingIsRefused(String name) {
        JsonNode presigned = presigned(BYTES);
        Map<String, String> headers = PlainHttp.headers(presigned);
        headers.remove(name);
        assertEquals(
                200,
                PlainHttp.put(presigned.path("url").asText(), headers, BYTES).statusCode());
        s3().take("img");
    }

    @Override
    @Test
    public void aHeaderThatIsNotSignedIsRefused() {
        aSignedHeaderThatIsChangedOrMissingIsRefused("x-amz-meta-other");
    }

    @Override
    @Test
    public void putOfAnotherLengthIsRefused() {
        JsonNode presigned = functions()
                .call("get-presigned", "imageId", "img", "operation", "upload", "size", 1000)
                .ok()
                .json();
        assertEquals(200, PlainHttp.put(presigned, SourceServer.bytes(999)).statusCode());
        String sentence = finish().problem(422, "content-mismatch");
        assertTrue(sentence.contains("999"), sentence);
        s3().take("img");
    }

    @Override
    @Test
    public void tamperedPutUrlIsRefused() {
        JsonNode presigned = presigned(BYTES);
        String tampered = presigned.path("url").asText().replace("/img?", "/other?");
        assertEquals(
                200,
                PlainHttp.put(tampered, PlainHttp.headers(presigned), BYTES).statusCode());
        s3().take("other");
    }

    @Override
    @Test
    public void anExpiredPutIsRefused() throws InterruptedException {
        assertEquals(200, expiredPut());
        s3().take("img");
    }
}
