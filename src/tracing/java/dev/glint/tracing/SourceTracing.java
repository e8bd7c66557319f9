package dev.glint.tracing;

import dev.glint.source.SourceRequest;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import org.apache.http.HttpResponse;
import org.apache.http.client.methods.HttpGet;

/** A span for each request to a source, up to the head of its answer. Of the URL it has the host only: the rest can be a secret. */
@SourceRequest
@Interceptor
@Priority(Interceptor.Priority.APPLICATION)
class SourceTracing {

    private final OpenTelemetry telemetry;

    SourceTracing(OpenTelemetry telemetry) {
        this.telemetry = telemetry;
    }

    @AroundInvoke
    Object trace(InvocationContext invocation) throws Exception {
        if (!Span.current().getSpanContext().isValid()) {
            return invocation.proceed();
        }
        HttpGet request = (HttpGet) invocation.getParameters()[0];
        Span span = telemetry
                .getTracer("glint")
                .spanBuilder("source GET")
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("http.request.method", "GET")
                .setAttribute("server.address", request.getURI().getHost())
                .startSpan();
        telemetry
                .getPropagators()
                .getTextMapPropagator()
                .inject(Context.current().with(span), request, HttpGet::setHeader);
        try {
            HttpResponse response = (HttpResponse) invocation.proceed();
            span.setAttribute(
                    "http.response.status_code", response.getStatusLine().getStatusCode());
            return response;
        } catch (Exception e) {
            span.setStatus(StatusCode.ERROR);
            throw e;
        } finally {
            span.end();
        }
    }
}
