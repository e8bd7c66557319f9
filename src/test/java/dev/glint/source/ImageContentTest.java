package dev.glint.source;

import static dev.glint.image.StoreFailure.Kind.SOURCE_FAILED;
import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.glint.image.StoreFailure;
import dev.glint.image.VouchedDigests;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Content that another thread cancels or closes while it is read. */
class ImageContentTest {

    private final Watchdog watchdog = new Watchdog();
    private ImageContent content;

    @AfterEach
    void close() {
        watchdog.close();
    }

    /** {@code before}: the number of bytes that come before the content is ended. The source itself ends regularly after them. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 99, 100})
    void readerSeesNoEndOfContentThatWasEnded(int before) {
        StoreFailure reason = STORE_UNAVAILABLE.because("Enough.");
        for (Function<InputStream, InputStream> wrapping : wrappings()) {
            Cancellation cancellation = new Cancellation();
            content = content(wrapping, before, () -> cancellation.cancel(reason), cancellation);
            assertSame(reason, assertThrows(StoreFailure.class, () -> read(content)));
            content = content(wrapping, before, () -> content.close(), new Cancellation());
            assertEquals(
                    SOURCE_FAILED,
                    assertThrows(StoreFailure.class, () -> read(content)).kind());
            assertEquals(
                    SOURCE_FAILED,
                    assertThrows(StoreFailure.class, () -> read(content)).kind());
        }
    }

    private List<Function<InputStream, InputStream>> wrappings() {
        return List.of(body -> body, body -> new GuardedStream(body, watchdog, Duration.ofHours(1), () -> {}));
    }

    private static ImageContent content(
            Function<InputStream, InputStream> wrapping, int before, Runnable end, Cancellation cancellation) {
        InputStream body = new InputStream() {
            private int left = before;

            @Override
            public int read() {
                if (left-- > 0) {
                    return 1;
                }
                end.run();
                return -1;
            }
        };
        return new ImageContent(
                wrapping.apply(body),
                OptionalLong.empty(),
                VouchedDigests.NONE,
                cause -> new StoreFailure(SOURCE_FAILED, "The source broke off.", cause),
                cancellation);
    }

    private static void read(ImageContent content) {
        while (!content.atEnd()) {
            content.read(new byte[10], 0, 10);
        }
    }
}
