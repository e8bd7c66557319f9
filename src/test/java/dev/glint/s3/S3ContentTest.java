package dev.glint.s3;

import static dev.glint.image.StoreFailure.Kind.BAD_STORE_CONFIGURATION;
import static dev.glint.image.StoreFailure.Kind.NOT_FOUND;
import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;
import static dev.glint.testing.S3Operation.GET_OBJECT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.config.StoreSettings;
import dev.glint.config.StoreValues;
import dev.glint.format.EditedImage;
import dev.glint.image.DiskFormat;
import dev.glint.image.StoreFailure;
import dev.glint.source.Cancellation;
import dev.glint.source.ImageContent;
import dev.glint.source.Ranges;
import dev.glint.source.Watchdog;
import dev.glint.testing.Fault;
import dev.glint.testing.FaultProxy;
import dev.glint.testing.HeaderFaults;
import dev.glint.testing.PlainS3;
import dev.glint.testing.SourceServer;
import dev.glint.testing.TwoFacedS3Proxy;
import dev.glint.transfer.FormatCheck;
import dev.glint.transfer.MemoryBudget;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ranges of an object, on a real server behind a proxy that changes its answers. */
class S3ContentTest {

    private static final String KEY = "image";
    private static final byte[] BYTES = SourceServer.bytes(1000);

    private static TwoFacedS3Proxy s3;
    private static FaultProxy proxy;
    private static PlainS3 plain;
    private static S3Clients clients;
    private static Transfers transfers;

    @BeforeAll
    static void start() {
        s3 = new TwoFacedS3Proxy();
        plain = new PlainS3(s3.uri(), TwoFacedS3Proxy.ACCESS_KEY, TwoFacedS3Proxy.SECRET_KEY, "images");
        plain.client().createBucket(request -> request.bucket("images"));
        proxy = new FaultProxy(s3.uri(), s3.trustingUri());
        Map<String, String> values = new HashMap<>(s3.configuration("images"));
        values.put("s3.store.host", proxy.uri().toString());
        StoreSettings settings = StoreValues.settings(values);
        MemoryBudget budget = new MemoryBudget(settings);
        StoreMetrics metrics = new StoreMetrics(new SimpleMeterRegistry(), budget);
        clients = new S3Clients(settings, metrics, new DefaultChain());
        transfers = new Transfers(settings, StoreValues.formats(Map.of()), budget, new Watchdog(), metrics);
    }

    @AfterAll
    static void stop() {
        transfers.close();
        clients.close();
        plain.close();
        proxy.close();
        s3.close();
    }

    @BeforeEach
    void write() {
        plain.write(KEY, BYTES);
    }

    @AfterEach
    void clear() {
        proxy.clear();
    }

    private static Ranges ranges() {
        try (ImageContent content = transfers.open(clients.bucket().object(KEY), new Cancellation())) {
            return content.ranges().orElseThrow();
        }
    }

    private static byte[] read(Ranges ranges, int from, int to) {
        try (ImageContent content = ranges.open(from, to, new Cancellation())) {
            byte[] bytes = new byte[BYTES.length];
            return Arrays.copyOf(bytes, content.read(bytes, 0, bytes.length));
        }
    }

    private static StoreFailure failure(Ranges ranges) {
        return assertThrows(StoreFailure.class, () -> read(ranges, 100, 200));
    }

    @Test
    void rangesAreThoseOfTheObject() {
        Ranges ranges = ranges();
        assertArrayEquals(BYTES, read(ranges, 0, 1000));
        assertArrayEquals(Arrays.copyOfRange(BYTES, 0, 1), read(ranges, 0, 1));
        assertArrayEquals(Arrays.copyOfRange(BYTES, 100, 200), read(ranges, 100, 200));
        assertArrayEquals(Arrays.copyOfRange(BYTES, 999, 1000), read(ranges, 999, 1000));
    }

    @Test
    void objectThatWasReplacedIsNotReadOn() {
        Ranges ranges = ranges();
        plain.write(KEY, SourceServer.bytes(1001));
        StoreFailure failure = failure(ranges);
        assertEquals(STORE_UNAVAILABLE, failure.kind());
        assertEquals("The image was replaced while it was read; try again.", failure.getMessage());
        assertTrue(S3Failures.isConditionFailed(failure));
    }

    @Test
    void objectThatWasRemovedIsNotReadOn() {
        Ranges ranges = ranges();
        plain.remove(KEY);
        assertEquals(NOT_FOUND, failure(ranges).kind());
    }

    private static DiskFormat format(String etag, long size) {
        return transfers.format(clients.bucket().object(KEY), etag, size, new FormatCheck(), new Cancellation());
    }

    @Test
    void formatIsReadByRanges() {
        byte[] image = EditedImage.of("vhdx", "grow 8000000");
        plain.write(KEY, image);
        assertEquals(
                new DiskFormat("vhdx", OptionalLong.of(1 << 20)),
                format(plain.head(KEY).eTag(), image.length));
        assertEquals(4, proxy.count(GET_OBJECT));
    }

    @Test
    void formatOfAnEmptyObjectTakesNoRequest() {
        assertEquals(new DiskFormat("raw", OptionalLong.of(0)), format("any", 0));
        assertEquals(0, proxy.count(GET_OBJECT));
    }

    @Test
    void formatIsNotThatOfAnotherObjectInItsPlace() {
        String etag = plain.head(KEY).eTag();
        plain.write(KEY, SourceServer.bytes(1001));
        StoreFailure failure = assertThrows(StoreFailure.class, () -> format(etag, BYTES.length));
        assertTrue(S3Failures.isConditionFailed(failure));
    }

    static Stream<Fault> wrongAnswers() {
        return Stream.of(
                HeaderFaults.ignoreHeader("Range"),
                HeaderFaults.replyHeader("Content-Range", "bytes 101-200/1000"),
                HeaderFaults.replyHeader("Content-Range", "bytes 100-199/1001"),
                HeaderFaults.replyHeader("Content-Range", "bytes 100-199/*"),
                HeaderFaults.replyHeader("ETag", "\"00000000000000000000000000000000\""),
                Fault.cutReply());
    }

    @ParameterizedTest
    @MethodSource("wrongAnswers")
    void answerThatIsNotTheRangeFails(Fault fault) {
        Ranges ranges = ranges();
        proxy.on(GET_OBJECT).always(fault);
        StoreFailure failure = failure(ranges);
        assertEquals(STORE_UNAVAILABLE, failure.kind());
        assertTrue(failure.getMessage().startsWith("S3 broke off in the middle of an image"), failure.getMessage());
    }

    @Test
    void refusedRangeFails() {
        Ranges ranges = ranges();
        proxy.on(GET_OBJECT).always(Fault.answer(416, "InvalidRange"));
        assertEquals(BAD_STORE_CONFIGURATION, failure(ranges).kind());
    }
}
