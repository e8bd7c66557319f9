package dev.glint.function;

import dev.glint.access.AccessRules;
import dev.glint.access.Permission;
import dev.glint.image.StoreFailure;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;

/** Runs all calls, by HTTP, by events or on Lambda. Every failure of a call is a {@link StoreFailure}. */
@Singleton
public class CallRunner {

    private final ImageOperations images;
    private final CreatedObjects objects;
    private final CallMetrics metrics;
    private final AccessRules rules;

    CallRunner(ImageOperations images, CreatedObjects objects, CallMetrics metrics, AccessRules rules) {
        this.images = images;
        this.objects = objects;
        this.rules = rules;
        this.metrics = metrics;
    }

    /** Runs the function that a call names, with a body that may yet prove unreadable. */
    public ImageResponse answer(Call call, Supplier<RequestBody> body) {
        return run(call, permission -> switch (call.function()) {
            case ADD -> images.add(body.get(), call, permission);
            case GET_SIZE -> images.getSize(body.get(), permission);
            case GET_PRESIGNED -> images.getPresigned(body.get(), permission);
            case DELETE -> images.delete(body.get(), call, permission);
        });
    }

    AddResponse add(Call call, RequestBody body) {
        return run(call, permission -> images.add(body, call, permission));
    }

    SizeResponse getSize(Call call, RequestBody body) {
        return run(call, permission -> images.getSize(body, permission));
    }

    PresignResponse getPresigned(Call call, RequestBody body) {
        return run(call, permission -> images.getPresigned(body, permission));
    }

    DeleteResponse delete(Call call, RequestBody body) {
        return run(call, permission -> images.delete(body, call, permission));
    }

    /** Makes an image of a new object. If the object is left alone, the call is not logged, not counted, and its answer is empty. */
    Optional<AddResponse> add(Call call, CreatedObject object) {
        return run(
                call,
                permission -> objects.add(object, call, permission),
                (added, nanos) -> added.ifPresent(response -> succeeded(call, response, nanos)));
    }

    /** Reads the content of a call, if the caller may make it. Only a failure is logged and counted. */
    <R> R read(Call call, Supplier<R> content) {
        return run(call, permission -> content.get(), (read, nanos) -> {});
    }

    private <R extends ImageResponse> R run(Call call, Function<Permission, R> answer) {
        return run(call, answer, (response, nanos) -> succeeded(call, response, nanos));
    }

    private void succeeded(Call call, ImageResponse response, long nanos) {
        CallLog.answered(response, nanos);
        metrics.record(call.function(), response.outcome(), nanos);
    }

    private <R> R run(Call call, Function<Permission, R> answer, ObjLongConsumer<R> succeeded) {
        long start = System.nanoTime();
        CallLog.begin(call);
        try {
            // It may have waited long for its thread.
            call.cancellation().check();
            R response = answer.apply(rules.admit(call.function().toString(), call.caller()));
            succeeded.accept(response, System.nanoTime() - start);
            return response;
        } catch (RuntimeException | Error thrown) {
            long nanos = System.nanoTime() - start;
            StoreFailure failure = Failures.known(thrown).orElseGet(() -> Failures.ofBug(thrown));
            CallLog.failed(failure, nanos);
            metrics.record(call.function(), failure.kind().type(), nanos);
            throw failure;
        } finally {
            CallLog.end();
        }
    }
}
