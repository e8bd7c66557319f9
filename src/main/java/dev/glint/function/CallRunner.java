package dev.glint.function;

import dev.glint.image.StoreFailure;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/** Runs all calls, by HTTP, by events or on Lambda. Every failure of a call is a {@link StoreFailure}. */
@Singleton
public class CallRunner {

    private final ImageOperations images;
    private final CallMetrics metrics;

    CallRunner(ImageOperations images, CallMetrics metrics) {
        this.images = images;
        this.metrics = metrics;
    }

    /** Runs the function that a call names, with a body that may yet prove unreadable. */
    public ImageResponse answer(Call call, Supplier<RequestBody> body) {
        return run(call, () -> switch (call.function()) {
            case ADD -> images.add(body.get(), call);
            case GET_SIZE -> images.getSize(body.get());
            case GET_PRESIGNED -> images.getPresigned(body.get());
            case DELETE -> images.delete(body.get(), call);
        });
    }

    AddResponse add(Call call, RequestBody body) {
        return run(call, () -> images.add(body, call));
    }

    SizeResponse getSize(Call call, RequestBody body) {
        return run(call, () -> images.getSize(body));
    }

    PresignResponse getPresigned(Call call, RequestBody body) {
        return run(call, () -> images.getPresigned(body));
    }

    DeleteResponse delete(Call call, RequestBody body) {
        return run(call, () -> images.delete(body, call));
    }

    private <R extends ImageResponse> R run(Call call, Supplier<R> answer) {
        long start = System.nanoTime();
        CallLog.begin(call);
        try {
            // It may have waited long for its thread.
            call.cancellation().check();
            R response = answer.get();
            long nanos = System.nanoTime() - start;
            CallLog.answered(response, nanos);
            metrics.record(call.function(), response.outcome(), nanos);
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
