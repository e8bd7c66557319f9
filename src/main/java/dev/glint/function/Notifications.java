package dev.glint.function;

import dev.glint.image.StoreFailure;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Takes notifications of new objects. Each object is a call of {@code add}, and its caller is the one who delivers the notification. */
@Singleton
public class Notifications {

    private final CallRunner calls;

    Notifications(CallRunner calls) {
        this.calls = calls;
    }

    /**
     * Tries all objects of a delivery, also after one has failed.
     *
     * @param objects may fail if the notification cannot be read
     * @throws StoreFailure if the caller may not add images, or the notification cannot be read; what fails later is in the outcome
     */
    public NotificationOutcome take(Call delivery, Supplier<List<CreatedObject>> objects) {
        List<AddResponse> added = new ArrayList<>();
        List<StoreFailure> failures = new ArrayList<>();
        for (CreatedObject object : calls.read(delivery, objects)) {
            try {
                calls.add(delivery.withId(object.requestId()), object).ifPresent(added::add);
            } catch (StoreFailure failure) {
                failures.add(failure);
            }
        }
        return new NotificationOutcome(added, failures);
    }
}
