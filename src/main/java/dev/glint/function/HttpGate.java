package dev.glint.function;

import static dev.glint.image.StoreFailure.Kind.INVALID_REQUEST;
import static dev.glint.image.StoreFailure.Kind.METHOD_NOT_ALLOWED;
import static dev.glint.image.StoreFailure.Kind.UNEXPECTED_BATCH;
import static dev.glint.image.StoreFailure.Kind.UNKNOWN_FUNCTION;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What Funqy would take for something else than it is: a function answers POST only, and whatever the type of the body; events
 * come to {@code /} only, one at a time. A path counts as it was sent: Funqy also knows those that only mean the same, such as
 * {@code //add}, which no rule of a gateway would have seen.
 */
@Singleton
class HttpGate {

    private static final Set<String> FUNCTIONS =
            Arrays.stream(ImageFunction.values()).map(ImageFunction::path).collect(Collectors.toSet());
    /** Behind the filter for CORS, which answers preflight requests; before Funqy. */
    private static final int ORDER = -100;

    private static final String STRUCTURED = "application/cloudevents";
    /** Health, metrics, and the pages of dev mode. */
    private static final String NO_FUNCTIONS = "/q/";

    private static final String ADMITTED = HttpGate.class.getName() + ".admitted";

    void install(@Observes Router router) {
        router.route().order(ORDER).handler(HttpGate::admit);
    }

    /** Whether a request delivers an event: then failures are told by the status alone. */
    static boolean isEvent(RoutingContext context) {
        return "/".equals(context.request().path())
                && (contentType(context).startsWith(STRUCTURED)
                        || context.request().headers().names().stream()
                                .anyMatch(name -> name.regionMatches(true, 0, "ce-", 0, 3)));
    }

    /** Whether a request goes on to Funqy. */
    static boolean isAdmitted(RoutingContext context) {
        return context.get(ADMITTED) != null;
    }

    private static void admit(RoutingContext context) {
        String path = context.request().path();
        if (FUNCTIONS.contains(path)) {
            admitCall(context);
        } else if ("/".equals(path)) {
            admitEvent(context);
        } else if (context.normalizedPath().startsWith(NO_FUNCTIONS)) {
            context.next();
        } else {
            context.fail(404);
        }
    }

    private static void admitCall(RoutingContext context) {
        if (context.request().method() != HttpMethod.POST) {
            context.fail(METHOD_NOT_ALLOWED.because("A function is called with POST."));
            return;
        }
        context.request().headers().remove("ce-id").set("Content-Type", "application/json");
        letIn(context);
    }

    private static void admitEvent(RoutingContext context) {
        String type = contentType(context);
        boolean structured = type.startsWith(STRUCTURED);
        if (!isEvent(context)) {
            context.fail(UNKNOWN_FUNCTION.because("There is no function at this path; events have ce- headers."));
        } else if (context.request().method() != HttpMethod.POST) {
            context.fail(METHOD_NOT_ALLOWED.because("An event is delivered with POST."));
        } else if (type.startsWith(STRUCTURED + "-batch")) {
            context.fail(UNEXPECTED_BATCH.because("Events are taken one at a time, not in batches."));
        } else if (structured && !type.startsWith(STRUCTURED + "+json")) {
            context.fail(INVALID_REQUEST.because("A structured event must be application/cloudevents+json."));
        } else if (!structured && !context.request().headers().contains("ce-id")) {
            context.fail(INVALID_REQUEST.because("The attribute id of the event is missing."));
        } else {
            letIn(context);
        }
    }

    private static void letIn(RoutingContext context) {
        CurrentRequest.watch(context);
        context.put(ADMITTED, true).next();
    }

    private static String contentType(RoutingContext context) {
        String type = context.request().getHeader("Content-Type");
        return type == null ? "" : type;
    }
}
