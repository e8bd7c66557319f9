package dev.glint.source;

import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.glint.image.StoreFailure;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CancellationTest {

    private final Cancellation cancellation = new Cancellation();
    private final StoreFailure reason = STORE_UNAVAILABLE.because("The client has gone.");
    private final List<String> woken = new ArrayList<>();

    @Test
    void checkPassesUntilTheCallIsCancelled() {
        cancellation.check();
        cancellation.cancel(reason);
        assertSame(reason, assertThrows(StoreFailure.class, cancellation::check));
    }

    @Test
    void firstReasonOfCancellationCounts() {
        cancellation.onCancel(() -> woken.add("once"));
        cancellation.cancel(reason);
        cancellation.cancel(STORE_UNAVAILABLE.because("Another one."));
        assertSame(reason, assertThrows(StoreFailure.class, cancellation::check));
        assertEquals(List.of("once"), woken);
    }

    @Test
    void waitsAreWokenInOrder() {
        cancellation.onCancel(() -> woken.add("first"));
        cancellation.onCancel(() -> woken.add("second"));
        cancellation.cancel(reason);
        assertEquals(List.of("first", "second"), woken);
    }

    @Test
    void waitThatIsOverIsNotWoken() {
        Runnable both = () -> woken.add("woken");
        Cancellation.Registration over = cancellation.onCancel(both);
        cancellation.onCancel(both);
        over.close();
        over.close();
        cancellation.cancel(reason);
        assertEquals(List.of("woken"), woken, "the other registration of the same action counts");
    }

    @Test
    void waitThatBeginsAfterCancellationIsWokenAtOnce() {
        cancellation.cancel(reason);
        Cancellation.Registration registration = cancellation.onCancel(() -> woken.add("late"));
        assertEquals(List.of("late"), woken);
        registration.close();
    }

    @Test
    void wokenActionMayRegisterAndCheck() {
        cancellation.onCancel(() -> {
            assertThrows(StoreFailure.class, cancellation::check);
            cancellation.onCancel(() -> woken.add("inner"));
        });
        cancellation.cancel(reason);
        assertEquals(List.of("inner"), woken);
    }
}
