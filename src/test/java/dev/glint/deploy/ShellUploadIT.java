package dev.glint.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.deploy.UploadScript.Outcome;
import dev.glint.testing.Digests;
import dev.glint.testing.Fault;
import dev.glint.testing.FaultProxy;
import dev.glint.testing.PackagedApplication;
import dev.glint.testing.PlainS3;
import dev.glint.testing.Sequential;
import dev.glint.testing.TwoFacedS3Proxy;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads with {@code upload.sh} and the packaged application. */
@Sequential
@Order(2)
class ShellUploadIT {

    private static final String BUCKET = "images";
    private static final int MEGABYTE = 1_000_000;
    private static final int LARGE = 300 * MEGABYTE;

    private static TwoFacedS3Proxy server;
    private static PlainS3 s3;
    private static PackagedApplication application;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        UploadScript.assumeInstalled("curl", "jq", "md5sum", "sha256sum");
        server = new TwoFacedS3Proxy();
        s3 = new PlainS3(server.uri(), TwoFacedS3Proxy.ACCESS_KEY, TwoFacedS3Proxy.SECRET_KEY, BUCKET);
        s3.client().createBucket(request -> request.bucket(BUCKET));
        Map<String, String> configuration = new HashMap<>(server.configuration(BUCKET));
        // The upload of the large file takes longer.
        configuration.put("s3.store.presigned.expiry", "PT8S");
        application = new PackagedApplication(configuration);
    }

    @AfterAll
    static void stop() {
        if (application != null) {
            application.close();
            s3.close();
            server.close();
        }
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        s3.assertEmptyAndClean();
        assertEquals(List.of(), script().state());
    }

    @Test
    void largeFileIsUploadedInTwoRuns() throws IOException {
        Path file = file("large image.raw", LARGE);
        UploadScript first = script().start("large", file.toString());
        first.awaitParts(10);
        first.kill();
        Outcome outcome = script().run("large", file.toString());
        assertEquals(0, outcome.status(), outcome.errors());
        assertFalse(outcome.errors().contains(" 0 %"), "It begins where the first run ended: " + outcome.errors());
        JsonNode answer = DeployFiles.json(outcome.output());
        assertEquals(LARGE, answer.path("size").asLong());
        try (InputStream expected = Files.newInputStream(file);
                InputStream stored =
                        s3.client().getObject(request -> request.bucket(BUCKET).key("large"))) {
            assertEquals(Digests.sha256(expected), Digests.sha256(stored));
        }
        s3.remove("large");
    }

    @Test
    void smallFilesOfAnyNameAreUploaded() throws IOException {
        List<String> names = List.of("-n", "a \"b\" $c", "it's \\ *", "empty");
        for (int i = 0; i < names.size(); i++) {
            Path file = file(names.get(i), names.get(i).equals("empty") ? 0 : MEGABYTE);
            Outcome outcome = script().run("small-" + i, file.getFileName().toString());
            assertEquals(0, outcome.status(), outcome.errors());
            byte[] bytes = Files.readAllBytes(file);
            assertEquals(
                    Digests.md5(bytes),
                    DeployFiles.json(outcome.output()).path("checksum").asText());
            assertEquals(
                    Digests.sha256(bytes),
                    DeployFiles.json(outcome.output()).path("hash").asText(),
                    "S3 vouches for it");
            assertEquals(Digests.sha256(bytes), Digests.sha256(s3.take("small-" + i)));
        }
    }

    @Test
    void takenIdIsRefused() throws IOException {
        s3.write("taken", new byte[] {1});
        for (int size : new int[] {1, 70 * MEGABYTE}) {
            Outcome outcome = script().run("taken", file("disk" + size, size).toString());
            assertEquals("The id taken is taken.\n", outcome.errors());
            assertEquals(1, outcome.status());
        }
        assertEquals(1, s3.take("taken").length);
    }

    @Test
    void malformedIdIsRefused() throws IOException {
        Outcome outcome = script().run("a/b", file("disk", 1).toString());
        assertTrue(outcome.errors().matches("The field imageId .*\\.\n"), outcome.errors());
        assertEquals(1, outcome.status());
    }

    @Test
    void missingFileIsAWrongCall() throws IOException {
        Outcome outcome = script().run("image", "nowhere");
        assertEquals("There is no file nowhere that can be read.\n", outcome.errors());
        assertEquals(2, outcome.status());
    }

    @Test
    void uploadOfAChangedFileStartsAgain() throws IOException {
        Path file = file("disk", LARGE);
        UploadScript first = script().start("changed", file.toString());
        first.awaitParts(1);
        first.kill();
        Files.delete(file);
        file("disk", MEGABYTE);
        Outcome outcome = script().run("changed", file.toString());
        assertEquals(0, outcome.status(), outcome.errors());
        assertEquals(MEGABYTE, s3.take("changed").length);
    }

    @Test
    void cancellingRemovesTheUpload() throws IOException {
        UploadScript first = script().start("cancelled", file("disk", LARGE).toString());
        first.awaitParts(1);
        first.interrupt();
        assertEquals(List.of("cancelled"), s3.unfinishedUploads());
        Outcome outcome = script().run("--cancel", "cancelled");
        assertEquals("The upload of cancelled is given up.\n", outcome.errors());
        assertEquals(0, outcome.status());
    }

    /** The answer of add is lost, so the script does not know whether the image is stored. Only delete may remove an image. */
    @Test
    void cancellingKeepsAnImageWhoseAddSucceeded() throws IOException {
        try (FaultProxy functions = new FaultProxy(application.uri(), application.uri())) {
            // The two calls before it sign URLs.
            functions.onAny().nth(3, Fault.loseReply());
            UploadScript script = new UploadScript(functions.uri(), folder);
            assertEquals(3, script.run("added", file("disk", 1000).toString()).status());
            Outcome outcome = script.run("--cancel", "added");
            assertEquals("added may be stored as an image by now, and stays.\n", outcome.errors());
            assertEquals(1, outcome.status());
        }
        assertEquals(1000, s3.take("added").length);
    }

    private UploadScript script() {
        return new UploadScript(application.uri(), folder);
    }

    /** Creates a sparse file with some random bytes. */
    private Path file(String name, int size) throws IOException {
        Path file = folder.resolve(name);
        try (RandomAccessFile random = new RandomAccessFile(file.toFile(), "rw")) {
            random.setLength(size);
            byte[] bytes = new byte[100_000];
            Random source = new Random(size);
            for (int at = 0; at + bytes.length <= size; at += 3_000_000) {
                source.nextBytes(bytes);
                random.seek(at);
                random.write(bytes);
            }
        }
        return file;
    }
}
