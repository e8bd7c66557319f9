package dev.glint.function;

import static dev.glint.image.StoreFailure.Kind.INVALID_REQUEST;
import static dev.glint.image.StoreFailure.Kind.METHOD_NOT_ALLOWED;
import static dev.glint.image.StoreFailure.Kind.UNEXPECTED_BATCH;
import static dev.glint.image.StoreFailure.Kind.UNKNOWN_FUNCTION;

import dev.glint.image.RequestId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Decides which requests reach Funqy. A function answers POST only, for any content type; events come to {@code /} only, one at
 * a time, and so do notifications of S3. A path counts exactly as it was sent: Funqy also accepts other spellings, such as {@code
 * //add}, which would pass a gateway's rule by path.
 */
@Singleton
class HttpAdmission {

    private static final Map<String, FunctionName> FUNCTIONS =
            Arrays.stream(FunctionName.values()).collect(Collectors.toMap(FunctionName::path, Function.identity()));
    private static final String EVENTS = "/";
    /** Health, metrics, and the pages of dev mode. */
    private static final String NO_FUNCTIONS = "/q/";

    /** After the filter for CORS, which answers preflight requests; before Funqy. */
    private static final int ORDER = -100;

    private static final String STRUCTURED = "application/cloudevents";
    private static final String NO_BODY = "";
    /** Funqy hands it to the function that takes all types. */
    private static final String SOME_EVENT = "{\"specversion\": \"1.0\", \"type\": \"any\"}";

    private final Admission admission;
    private final Callers callers;

    HttpAdmission(Admission admission, Callers callers) {
        this.admission = admission;
        this.callers = callers;
    }

    void install(@Observes Router router) {
        router.route().order(ORDER).handler(this::admit);
    }

    /** Whether a request asks for a function, as it seems. */
    static boolean isOurs(HttpServerRequest request) {
        return FUNCTIONS.containsKey(request.path()) || EVENTS.equals(request.path());
    }

    /** Whether a request delivers an event: then failures are told by the status alone. */
    static boolean isEvent(HttpServerRequest request) {
        return EVENTS.equals(request.path())
                && (isStructured(request)
                        || request.headers().names().stream()
                                .anyMatch(name -> name.regionMatches(true, 0, "ce-", 0, 3)));
    }

    /** Whether the body of a request may be large, as far as its head tells. */
    static boolean mayCarryImage(HttpServerRequest request) {
        return EVENTS.equals(request.path())
                ? isStructured(request) || FunctionName.ADD.eventType().equals(request.getHeader("ce-type"))
                : FUNCTIONS.get(request.path()) == FunctionName.ADD;
    }

    private void admit(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (FUNCTIONS.containsKey(request.path())) {
            admitCall(context, FUNCTIONS.get(request.path()));
        } else if (EVENTS.equals(request.path())) {
            admitEvent(context);
        } else if (context.normalizedPath().startsWith(NO_FUNCTIONS)) {
            context.next();
        } else {
            context.fail(404);
        }
    }

    private void admitCall(RoutingContext context, FunctionName function) {
        HttpServerRequest request = context.request();
        if (request.method() != HttpMethod.POST) {
            throw METHOD_NOT_ALLOWED.because("A function is called with POST.");
        }
        AdmittedRequest admitted = AdmittedRequest.of(context);
        admitted.check();
        admitted.identify(RequestId.ofKeys(request.headers().getAll("Idempotency-Key")));
        request.headers().remove("ce-id").set("Content-Type", "application/json");
        letIn(context, function, NO_BODY);
    }

    private void admitEvent(RoutingContext context) {
        HttpServerRequest request = context.request();
        String type = contentType(request);
        if (!isEvent(request)) {
            admitPushed(context);
            return;
        }
        if (request.method() != HttpMethod.POST) {
            throw METHOD_NOT_ALLOWED.because("An event is delivered with POST.");
        }
        if (type.startsWith(STRUCTURED + "-batch")) {
            throw UNEXPECTED_BATCH.because("Events are taken one at a time, not in batches.");
        }
        if (isStructured(request) && !type.startsWith(STRUCTURED + "+json")) {
            throw INVALID_REQUEST.because("A structured event must be application/cloudevents+json.");
        }
        AdmittedRequest admitted = AdmittedRequest.of(context);
        admitted.check();
        if (!isStructured(request)) {
            letIn(context, admitted.deliver(IncomingEvent.ofHeaders(request.headers())), NO_BODY);
        } else if (admitted.body().length() <= BodyMemory.SMALL) {
            request.headers().remove("ce-id");
            letIn(context, admitted.event().function(), SOME_EVENT);
        } else {
            // Nothing large is read here, where all requests come through; it can only be an image.
            letIn(context, FunctionName.ADD, SOME_EVENT);
        }
    }

    /** Admits a notification of S3 that is no CloudEvent. Funqy handles it as an event. */
    private void admitPushed(RoutingContext context) {
        HttpServerRequest request = context.request();
        AdmittedRequest admitted = AdmittedRequest.of(context);
        boolean isPost = request.method() == HttpMethod.POST;
        if (isPost) {
            admitted.check();
        }
        if (!isPost || !S3Event.isOne(admitted.body())) {
            throw UNKNOWN_FUNCTION.because("There is no function at this path; events have ce- headers.");
        }
        request.headers().set("Content-Type", STRUCTURED + "+json");
        letIn(context, admitted.deliver(IncomingEvent.pushed()), SOME_EVENT);
    }

    private void letIn(RoutingContext context, FunctionName function, String bodyForFunqy) {
        AdmittedRequest.of(context).identify(callers.of(context.request()));
        // Funqy would read the body here too, into a tree. The functions read it themselves.
        ((RoutingContextInternal) context).setBody(Buffer.buffer(bodyForFunqy));
        admission.awaitTurn(context, function);
    }

    private static boolean isStructured(HttpServerRequest request) {
        return contentType(request).startsWith(STRUCTURED);
    }

    private static String contentType(HttpServerRequest request) {
        String type = request.getHeader("Content-Type");
        return type == null ? "" : type;
    }
}
