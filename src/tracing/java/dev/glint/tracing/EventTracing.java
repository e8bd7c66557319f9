package dev.glint.tracing;

import dev.glint.function.CurrentRequest;
import dev.glint.function.EventDelivery;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.trace.ReadableSpan;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.util.Map;

/**
 * An event that brings the trace of its producer, as the extension for distributed tracing has it, continues that trace where the
 * delivery itself continues none.
 */
@EventDelivery
@Interceptor
@Priority(Interceptor.Priority.APPLICATION)
class EventTracing {

    private static final TextMapGetter<Map<String, String>> ATTRIBUTES = new TextMapGetter<>() {

        @Override
        public Iterable<String> keys(Map<String, String> attributes) {
            return attributes.keySet();
        }

        @Override
        public String get(Map<String, String> attributes, String name) {
            return attributes == null ? null : attributes.get(name);
        }
    };

    private final OpenTelemetry telemetry;
    private final CurrentRequest request;

    EventTracing(OpenTelemetry telemetry, CurrentRequest request) {
        this.telemetry = telemetry;
        this.request = request;
    }

    @AroundInvoke
    Object trace(InvocationContext invocation) throws Exception {
        if (!Span.current().getSpanContext().isValid()) {
            return invocation.proceed();
        }
        Map<String, String> attributes = request.eventAttributes();
        Context producer =
                telemetry.getPropagators().getTextMapPropagator().extract(Context.root(), attributes, ATTRIBUTES);
        if (isContinued(Span.current()) || !Span.fromContext(producer).getSpanContext().isValid()) {
            return invocation.proceed();
        }
        Span span = telemetry
                .getTracer("glint")
                .spanBuilder("process event")
                .setParent(producer)
                .addLink(Span.current().getSpanContext())
                .setSpanKind(SpanKind.CONSUMER)
                .startSpan();
        try {
            return Context.current().with(span).wrap(invocation::proceed).call();
        } catch (Exception e) {
            span.setStatus(StatusCode.ERROR);
            throw e;
        } finally {
            span.end();
        }
    }

    private static boolean isContinued(Span delivery) {
        return delivery instanceof ReadableSpan readable && readable.getParentSpanContext().isValid();
    }
}
