package dev.glint.fault;

import static dev.glint.fault.Outcome.DUPLICATE;
import static dev.glint.testing.Fault.changeReply;
import static dev.glint.testing.HeaderFaults.ignoreHeader;
import static dev.glint.testing.S3Operation.COMPLETE_UPLOAD;
import static dev.glint.testing.S3Operation.PUT_OBJECT;
import static dev.glint.testing.S3Operation.UPLOAD_PART;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.testing.FaultyApplication;
import dev.glint.testing.FaultyWorld;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.PlainHttp;
import dev.glint.testing.Sequential;
import dev.glint.testing.ServerKind;
import dev.glint.testing.SourceServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Servers that honour no condition, with {@code s3.store.exclusive-writes=best-effort}: an image of another caller that is stored before, during
 * or right after a write is never mistaken for the image of the call.
 */
@Sequential
class WeakServersIT extends ServerKindSuite {

    @AutoClose
    private static final FaultyApplication OWN =
            on(ServerKind.IGNORES_BOTH, Map.of("s3.store.exclusive-writes", "best-effort"));

    WeakServersIT() {
        super(OWN);
    }

    private static final String CONDITION = "If-None-Match";

    @Test
    void readinessTellsEachOperation() {
        assertReadiness("put ignored, complete ignored, copy unknown", "several adds of an id can succeed");
    }

    @ParameterizedTest
    @EnumSource(names = {"IGNORES_BOTH", "REFUSES_BOTH"})
    void nothingIsWrittenWhereExclusiveWritesAreRequired(ServerKind kind) {
        try (FaultyApplication strict = on(kind, Map.of())) {
            FaultyWorld.Share share = strict.world().share(id);
            String source = share.sourceUrl("bytes", MULTIPART);
            List<Answer> answers = List.of(
                    strict.functions().call("add", "imageId", id, "data", "AAEC"),
                    strict.functions().call("add", "imageId", id, "source", source),
                    strict.functions().call("add", "imageId", id, "upload", Map.of()),
                    strict.functions().call("get-presigned", "imageId", id, "operation", "upload", "size", 1000));
            for (Answer answer : answers) {
                String sentence = answer.problem(500, "bad-store-configuration");
                assertTrue(sentence.contains("s3.store.exclusive-writes"), sentence);
            }
            assertEquals(0, share.s3().count(UPLOAD_PART));
            share.close();
        }
    }

    /** What a server shows later counts more than what is configured. */
    @ParameterizedTest
    @EnumSource(names = {"REFUSES_PUT", "REFUSES_COMPLETE"})
    void wrongConfigurationIsCorrectedByTheFirstWrite(ServerKind kind) {
        try (FaultyApplication configured = on(kind, Map.of("s3.store.conditional-writes", "put,complete"))) {
            FaultyWorld.Share share = configured.world().share(id);
            String sentence = configured
                    .functions()
                    .call("add", "imageId", id, "upload", Map.of())
                    .problem(404, "not-found");
            assertTrue(sentence.contains("501") && sentence.contains("s3.store.conditional-writes"), sentence);
            JsonNode upload = configured
                    .functions()
                    .call("get-presigned", "imageId", id, "operation", "upload", "size", MULTIPART)
                    .ok()
                    .json();
            String uploadId = PlainHttp.putParts(upload, SourceServer.bytes(MULTIPART));
            configured
                    .functions()
                    .call("add", "imageId", id, "upload", Map.of("uploadId", uploadId))
                    .ok();
            assertArrayEquals(SourceServer.bytes(MULTIPART), share.plainS3().take(id));
            for (int size : new int[] {SINGLE, MULTIPART}) {
                String source = share.sourceUrl("bytes", size);
                configured
                        .functions()
                        .call("add", "imageId", id, "source", source)
                        .ok();
                configured
                        .functions()
                        .call("add", "imageId", id, "source", source)
                        .problem(409, "duplicate");
                assertArrayEquals(SourceServer.bytes(size), share.plainS3().take(id));
            }
            String refused = kind == ServerKind.REFUSES_PUT
                    ? "put refused, complete honoured"
                    : "put honoured, complete refused";
            String readiness =
                    configured.functions().get("q/health/ready").response().body();
            assertTrue(readiness.contains(refused), readiness);
            share.close();
        }
    }

    /** The answer of Ceph to Complete has no ETag. */
    @Test
    void missingETagOfACompletionIsLookedUp() {
        world.s3()
                .on(COMPLETE_UPLOAD)
                .always(changeReply(body -> body.replaceAll("<ETag>.*?</ETag>", "<ETag></ETag>")));
        Answer answer = add(TWO_PARTS);
        assertStored(answer, TWO_PARTS);
        assertEquals(
                s3.head(id).eTag().replace("\"", ""),
                answer.json().path("metadata").path("etag").asText());
        remove();
    }

    @Test
    void replacementOfTheObjectIsADuplicate() {
        world.s3().on(PUT_OBJECT).always(ignoreHeader(CONDITION, this::storeTheirs));
        DUPLICATE.check(add(SINGLE));
        assertTheirsIsKept();
    }

    @Test
    void replacementOfAMultipartObjectIsADuplicate() {
        world.s3().on(COMPLETE_UPLOAD).always(ignoreHeader(CONDITION, this::storeTheirs));
        DUPLICATE.check(add(MULTIPART));
        assertTheirsIsKept();
    }
}
