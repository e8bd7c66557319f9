package dev.glint.function;

import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;

import dev.glint.access.Caller;
import dev.glint.image.RequestId;
import dev.glint.image.StoreFailure;
import dev.glint.source.Cancellation;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * An HTTP request that was let in, and what it holds: its body, memory for that, and permission to use a thread. All of it is
 * given back when its call ends. If there is no call, it is given back when the client has its answer or disconnects.
 */
final class AdmittedRequest {

    private static final String KEY = AdmittedRequest.class.getName();

    private final HttpServerRequest request;
    private final RequestBody body;
    private final long start = System.nanoTime();
    private final Cancellation cancellation = new Cancellation();
    private final List<Runnable> held = new ArrayList<>();
    private StoreFailure refusal;
    private RequestId requestId;
    private Caller caller;
    private IncomingEvent event;
    private volatile boolean isCall;
    private boolean isRunning;
    private boolean released;
    private boolean isLogged;

    private AdmittedRequest(HttpServerRequest request, RequestBody body) {
        this.request = request;
        this.body = body;
    }

    /** Begins to watch whether the client is still there. The body is still to come. */
    static AdmittedRequest begin(RoutingContext context, RequestBody body) {
        AdmittedRequest admitted = new AdmittedRequest(context.request(), body);
        context.put(KEY, admitted);
        context.addEndHandler(answered -> {
            if (answered.failed()) {
                admitted.cancellation.cancel(gone());
            }
            boolean isAbandoned = admitted.abandon();
            if (isAbandoned && answered.failed()) {
                admitted.log(gone());
            }
        });
        return admitted;
    }

    /** What has begun for a request; null where it asks for no function. */
    static AdmittedRequest of(RoutingContext context) {
        return context.get(KEY);
    }

    Cancellation cancellation() {
        return cancellation;
    }

    /** The body; fails if the request is over. */
    synchronized RequestBody body() {
        if (released) {
            throw gone();
        }
        return body;
    }

    /**
     * Refuses the request because of its body. The answer waits until it is known whether the request delivers an event.
     */
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

    void identify(Caller itsCaller) {
        caller = itsCaller;
    }

    /** Notes the event that the request delivers, and answers the function that it asks for. */
    FunctionName deliver(IncomingEvent itsEvent) {
        event = itsEvent;
        return event.function();
    }

    /** The event that the request delivers; reads it if need be. */
    IncomingEvent event() {
        if (event == null) {
            event = IncomingEvent.ofBody(body());
        }
        return event;
    }

    /** Whether it is a notification of S3 that is no CloudEvent. */
    boolean isPushed() {
        return event != null && event.form() == IncomingEvent.Form.PUSHED;
    }

    /** The plain call that the request makes. */
    Call call(FunctionName function) {
        isCall = true;
        return new Call(function, requestId, caller, false, cancellation);
    }

    /** The call that its event makes. */
    Call call() {
        Call call = new Call(event().function(), event().requestId(), caller, true, cancellation);
        isCall = true;
        return call;
    }

    /** Keeps something that is given back at the end. */
    synchronized void hold(Runnable giveBack) {
        if (released) {
            giveBack.run();
        } else {
            held.add(giveBack);
        }
    }

    /** Runs the call that the request makes. */
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

    /** Gives everything back unless a call is running. Answers whether there will be no call. */
    private synchronized boolean abandon() {
        if (!isRunning) {
            release();
        }
        return !isRunning;
    }

    private synchronized void release() {
        released = true;
        // Others refer to the request for longer: the queue of the worker threads does, until its next task.
        body.clear();
        held.forEach(Runnable::run);
        held.clear();
    }

    /** Logs, once, why the request did not become a call. {@link CallRunner} logs calls. */
    void log(StoreFailure reason) {
        synchronized (this) {
            if (isCall || isLogged) {
                return;
            }
            isLogged = true;
        }
        boolean isEvent = HttpAdmission.isEvent(request);
        String function = isEvent ? "event" : request.path().substring(1);
        CallLog.refused(function, loggedId(isEvent), reason, System.nanoTime() - start);
    }

    /** The id of the request, as far as it has been read. */
    private String loggedId(boolean isEvent) {
        try {
            if (isEvent) {
                IncomingEvent known = event == null ? IncomingEvent.ofHeaders(request.headers()) : event;
                return known.requestId().value();
            }
            return RequestId.ofKeys(request.headers().getAll("Idempotency-Key")).value();
        } catch (StoreFailure unread) {
            return "-";
        }
    }

    private static StoreFailure gone() {
        return STORE_UNAVAILABLE.because("The client has gone.");
    }
}
