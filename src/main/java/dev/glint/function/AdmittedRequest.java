package dev.glint.function;

import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;

import dev.glint.image.RequestId;
import dev.glint.image.StoreFailure;
import dev.glint.source.Cancellation;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a request to a function brings and holds: its body, the memory that this takes, and a turn at a thread. All is given back
 * when its call ends; without a call, when the client has its answer or goes.
 */
final class AdmittedRequest {

    private static final String KEY = AdmittedRequest.class.getName();

    private final Cancellation cancellation = new Cancellation();
    private final List<Runnable> held = new ArrayList<>();
    private RequestBody body;
    private StoreFailure refusal;
    private RequestId requestId;
    private IncomingEvent event;
    private volatile boolean isCall;
    private boolean isRunning;
    private boolean released;

    private AdmittedRequest() {}

    /** Begins to watch whether the client is still there. */
    static AdmittedRequest begin(RoutingContext context) {
        AdmittedRequest request = new AdmittedRequest();
        context.put(KEY, request);
        context.addEndHandler(answered -> {
            if (answered.failed()) {
                request.cancellation.cancel(gone());
            }
            request.abandon();
        });
        return request;
    }

    /** What has begun for a request; null where it asks for no function. */
    static AdmittedRequest of(RoutingContext context) {
        return context.get(KEY);
    }

    Cancellation cancellation() {
        return cancellation;
    }

    synchronized void bring(RequestBody itsBody) {
        if (!released) {
            body = itsBody;
        }
    }

    /** What has been brought. */
    synchronized RequestBody body() {
        if (body == null) {
            throw gone();
        }
        return body;
    }

    /** Refuses what comes of the body; the answer waits until it is known how to put it. */
    void refuse(StoreFailure reason) {
        refusal = reason;
        abandon();
    }

    /** Fails if the request has been refused. */
    void check() {
        if (refusal != null) {
            throw refusal;
        }
    }

    void identify(RequestId itsId) {
        requestId = itsId;
    }

    /** The request delivers an event; answers what that asks for. */
    ImageFunction deliver(IncomingEvent itsEvent) {
        event = itsEvent;
        return event.function();
    }

    /** The event that the request delivers; reads it if need be. */
    IncomingEvent event() {
        if (event == null) {
            RequestBody whole = body();
            boolean isSmall = whole.length() <= BodyIntake.SMALL;
            event = IncomingEvent.ofBody(whole);
            if (!isSmall && event.function() != ImageFunction.ADD) {
                throw BodyIntake.needless();
            }
        }
        return event;
    }

    /** The plain call that the request makes. */
    Call call(ImageFunction function) {
        isCall = true;
        return new Call(function, requestId, false, cancellation);
    }

    /** The call that its event makes. */
    Call call() {
        Call call = new Call(event().function(), event().requestId(), true, cancellation);
        isCall = true;
        return call;
    }

    /** Whether a request has become a call, whose failure {@link Calls} tells the log. */
    static boolean isCall(RoutingContext context) {
        AdmittedRequest request = of(context);
        return request != null && request.isCall;
    }

    /** Holds something until the end, which is given back then. */
    synchronized void hold(Runnable giveBack) {
        if (released) {
            giveBack.run();
        } else {
            held.add(giveBack);
        }
    }

    /** Runs what the request is for. */
    <R> R run(Supplier<R> call) {
        synchronized (this) {
            if (released) {
                throw gone();
            }
            isRunning = true;
        }
        try {
            return call.get();
        } finally {
            release();
        }
    }

    private synchronized void abandon() {
        if (!isRunning) {
            release();
        }
    }

    private synchronized void release() {
        released = true;
        body = null;
        held.forEach(Runnable::run);
        held.clear();
    }

    private static StoreFailure gone() {
        return STORE_UNAVAILABLE.because("The client has gone.");
    }
}
