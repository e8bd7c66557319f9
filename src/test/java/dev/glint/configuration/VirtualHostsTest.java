package dev.glint.configuration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.Functions;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.PlainS3;
import dev.glint.testing.Settings;
import dev.glint.testing.SourceServer;
import dev.glint.testing.VirtualHosts;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.File;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/** A store with the bucket in the host name, which is created when first needed, and with parts on disk. */
@QuarkusTest
@QuarkusTestResource(SourceServer.class)
@WithTestResource(VirtualHosts.class)
class VirtualHostsTest {

    private final String sourceUrl = Settings.get("test.source.url");

    private final File parts = new File(Settings.get("s3.store.object-buffer-dir"));

    private final String untrusted = Settings.get("test.untrusted");

    private final Functions functions = Functions.ofTest();
    private final PlainS3 s3 = PlainS3.ofConfiguration();

    @AfterEach
    void nothingIsLeft() {
        try (s3) {
            s3.assertEmptyAndClean();
        } catch (NoSuchBucketException e) {
            // The bucket does not exist either.
        }
        assertArrayEquals(new String[0], parts.list());
    }

    @Test
    void concurrentAddsCreateTheBucket() {
        List<CompletableFuture<Answer>> calls = Stream.of("bytes/1000", "bytes/1001", "bytes/8388609", "bytes/8388610")
                .map(path -> CompletableFuture.supplyAsync(
                        () -> functions.call(
                                "add", "imageId", path.replace('/', '-'), "source", sourceUrl + "/" + path),
                        command -> new Thread(command).start()))
                .toList();
        calls.forEach(call -> call.join().ok());
        for (int count : new int[] {1000, 1001, 8388609, 8388610}) {
            assertArrayEquals(SourceServer.bytes(count), s3.take("bytes-" + count));
        }
        s3.client().deleteBucket(request -> request.bucket(s3.bucket()));
    }

    @Test
    void partsAreStagedOnDiskWhileTheyAreSent() {
        CompletableFuture<Answer> call = CompletableFuture.supplyAsync(
                () -> functions.call("add", "imageId", "img", "source", sourceUrl + "/chunked/30000000"));
        int most = 0;
        while (!call.isDone()) {
            most = Math.max(most, parts.list().length);
            LockSupport.parkNanos(100_000);
        }
        call.join().ok();
        assertTrue(most >= 1 && most <= 4, "files at a time: " + most);
        assertArrayEquals(SourceServer.bytes(30_000_000), s3.take("img"));
    }

    @Test
    void failedAddLeavesNoFile() {
        functions
                .call("add", "imageId", "img", "source", sourceUrl + "/short/20000000")
                .problem(502, "source-failed");
    }

    @Test
    void presignedUrlsHaveTheBucketInTheHost() {
        Answer added = functions.call("add", "imageId", "img", "data", "AAEC").ok();
        assertTrue(added.text("location").startsWith("s3://localhost:"), added.text("location"));
        String url = functions
                .call("get-presigned", "location", added.text("location"))
                .ok()
                .text("url");
        assertTrue(url.startsWith("http://images.localhost:"), url);
        assertArrayEquals(new byte[] {0, 1, 2}, Functions.fetch(url).body());
        functions.call("delete", "imageId", "img").ok();
    }

    @Test
    void untrustedCertificateIsRefused() {
        String location = "s3+https://" + untrusted + "/images/img";
        for (String sentence : List.of(
                functions.call("get-size", "location", location).problem(500, "bad-store-configuration"),
                functions.call("delete", "location", location).problem(500, "bad-store-configuration"),
                functions.call("add", "imageId", "img", "source", location).problem(500, "bad-store-configuration"))) {
            assertTrue(sentence.contains("s3.store.cacert"), sentence);
        }
        assertEquals(
                200,
                functions
                        .call("get-presigned", "location", location, "verify", false)
                        .status());
    }
}
