package dev.glint.tracing;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.quarkus.runtime.annotations.RegisterForReflection;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.interceptor.Context.AfterExecution;
import software.amazon.awssdk.core.interceptor.Context.BeforeExecution;
import software.amazon.awssdk.core.interceptor.Context.FailedExecution;
import software.amazon.awssdk.core.interceptor.Context.ModifyHttpRequest;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * A span for each request to S3, its repetitions included, as part of a trace: none is begun here, which leaves out probes, and
 * everything where tracing is off. The SDK finds this by a file of its own.
 */
@RegisterForReflection
public final class S3Tracing implements ExecutionInterceptor {

    private static final ExecutionAttribute<Span> SPAN = new ExecutionAttribute<>("glint.span");

    @Override
    public void beforeExecution(BeforeExecution execution, ExecutionAttributes attributes) {
        if (!Span.current().getSpanContext().isValid()) {
            return;
        }
        String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
        attributes.putAttribute(
                SPAN,
                telemetry()
                        .getTracer("glint")
                        .spanBuilder("S3." + operation)
                        .setSpanKind(SpanKind.CLIENT)
                        .setAttribute("rpc.system", "aws-api")
                        .setAttribute("rpc.service", "S3")
                        .setAttribute("rpc.method", operation)
                        .startSpan());
    }

    @Override
    public SdkHttpRequest modifyHttpRequest(ModifyHttpRequest execution, ExecutionAttributes attributes) {
        Span span = attributes.getAttribute(SPAN);
        if (span == null) {
            return execution.httpRequest();
        }
        SdkHttpRequest.Builder request = execution.httpRequest().toBuilder();
        Context context = Context.current().with(span);
        telemetry()
                .getPropagators()
                .getTextMapPropagator()
                .inject(context, request, SdkHttpRequest.Builder::putHeader);
        return request.build();
    }

    @Override
    public void afterExecution(AfterExecution execution, ExecutionAttributes attributes) {
        end(attributes, execution.httpResponse().statusCode(), StatusCode.UNSET);
    }

    @Override
    public void onExecutionFailure(FailedExecution execution, ExecutionAttributes attributes) {
        int status = execution.exception() instanceof AwsServiceException answer ? answer.statusCode() : 0;
        end(attributes, status, StatusCode.ERROR);
    }

    private static void end(ExecutionAttributes attributes, int status, StatusCode code) {
        Span span = attributes.getAttribute(SPAN);
        if (span == null) {
            return;
        }
        if (status > 0) {
            span.setAttribute("http.response.status_code", status);
        }
        span.setStatus(code).end();
    }

    private static OpenTelemetry telemetry() {
        return GlobalOpenTelemetry.get();
    }
}
