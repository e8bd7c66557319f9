package dev.glint.function;

import static dev.glint.function.Backend.base64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.glint.testing.Digests;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.SourceServer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An id is used once. A repeated request with the same key gets the same answer. */
interface ExclusiveContract extends Backend {

    @ParameterizedTest
    @CsvSource({"1000, 1000", "1000, 8388609", "8388609, 1000", "8388609, 16777216", "0, 0"})
    default void secondAddDoesNotReplaceTheFirst(int first, int second) {
        functions()
                .call("add", "imageId", "img", "source", source("bytes/" + first))
                .ok();
        functions()
                .call("add", "imageId", "img", "source", source("chunked/" + second))
                .problem(409, "duplicate");
        assertArrayEquals(SourceServer.bytes(first), s3().take("img"));
    }

    @Test
    default void foreignObjectIsADuplicateToo() {
        byte[] bytes = SourceServer.bytes(10);
        s3().write("img", bytes);
        functions()
                .callAs("key", "add", "imageId", "img", "data", base64(bytes))
                .problem(409, "duplicate");
        s3().take("img");
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, PART_SIZE + 1})
    default void onlyOneOfConcurrentAddsSucceeds(int count) {
        List<Answer> answers = addAtTheSameTime(count);
        List<Answer> successes =
                answers.stream().filter(answer -> answer.status() == 200).toList();
        assertEquals(1, successes.size(), answers::toString);
        answers.stream().filter(answer -> answer.status() != 200).forEach(answer -> answer.problem(409, "duplicate"));
        assertEquals(Digests.md5(s3().take("img")), successes.get(0).text("checksum"));
    }

    /** Adds four images concurrently under one id, each a byte larger than the one before. */
    default List<Answer> addAtTheSameTime(int count) {
        List<CompletableFuture<Answer>> calls = IntStream.range(0, 4)
                .mapToObj(i -> source("bytes/" + (count + i)))
                .map(source -> CompletableFuture.supplyAsync(
                        () -> functions().call("add", "imageId", "img", "source", source),
                        command -> new Thread(command).start()))
                .toList();
        return calls.stream().map(CompletableFuture::join).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes/0", "bytes/1000", "bytes/8388609", "chunked/16777217"})
    default void repeatedRequestHasTheSameAnswer(String path) {
        Answer first = functions()
                .callAs("key", "add", "imageId", "img", "source", source(path))
                .ok();
        Map<String, String> marks = s3().head("img").metadata();
        Answer second = functions()
                .callAs("key", "add", "imageId", "img", "source", source(path))
                .ok();
        assertEquals(first.json(), second.json());
        assertEquals(marks, s3().head("img").metadata(), "stored once");
        assertAdded(Backend.bytesOf(path), "img", second);
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, PART_SIZE + 1})
    default void repeatedRequestMayAskForAnotherHash(int count) {
        byte[] bytes = SourceServer.bytes(count);
        String source = source("bytes/" + count);
        functions().callAs("key", "add", "imageId", "img", "source", source).ok();
        Answer second = functions()
                .callAs("key", "add", "imageId", "img", "source", source, "hashAlgorithm", "sha256")
                .ok();
        assertAdded(bytes, "img", second, "sha256", Digests.sha256(bytes));
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, PART_SIZE + 1})
    default void repeatedRequestCannotDeclareOtherContent(int count) {
        String source = source("bytes/" + count);
        functions().callAs("key", "add", "imageId", "img", "source", source).ok();
        functions()
                .callAs("key", "add", "imageId", "img", "source", source, "checksum", "0".repeat(32))
                .problem(422, "content-mismatch");
        assertArrayEquals(SourceServer.bytes(count), s3().take("img"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, PART_SIZE + 1})
    default void anotherRequestForTheSameIdIsADuplicate(int count) {
        String source = source("bytes/" + count);
        functions().callAs("key", "add", "imageId", "img", "source", source).ok();
        functions().callAs("other", "add", "imageId", "img", "source", source).problem(409, "duplicate");
        s3().take("img");
    }

    @Test
    default void sameIdempotencyKeyMayBeUsedForTwoImages() {
        functions().callAs("key", "add", "imageId", "img", "data", "AA==").ok();
        functions().callAs("key", "add", "imageId", "other", "data", "AQ==").ok();
        assertArrayEquals(new byte[] {0}, s3().take("img"));
        assertArrayEquals(new byte[] {1}, s3().take("other"));
    }

    @Test
    default void idempotencyKeysAreVisibleAscii() {
        String longest = "~!".repeat(127) + "x";
        functions().callAs(longest, "add", "imageId", "img", "data", "").ok();
        assertEquals(longest, s3().head("img").metadata().get("glint-request-id"));
        s3().take("img");
        for (String illegal : List.of("", "two words", "x".repeat(256), "na\u00efve")) {
            functions().callAs(illegal, "add", "imageId", "img", "data", "").problem(400, "invalid-request");
        }
    }
}
