package dev.glint.s3;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.S3Response;

/**
 * Tells how old an object is, and hides from the SDK when it was changed. The SDK would read that date in each reply about an object,
 * by the names that days and months have in a locale, which the JDK takes a while to load.
 */
public final class ObjectAge implements ExecutionInterceptor {

    private static final String HIDDEN_FROM_SDK = "Last-Modified";
    private static final String KEPT_AS = "Glint-Last-Modified";

    @Override
    public SdkHttpResponse modifyHttpResponse(Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        SdkHttpResponse reply = context.httpResponse();
        return reply.firstMatchingHeader(HIDDEN_FROM_SDK)
                .<SdkHttpResponse>map(date -> reply.toBuilder()
                        .removeHeader(HIDDEN_FROM_SDK)
                        .putHeader(KEPT_AS, date)
                        .build())
                .orElse(reply);
    }

    /** How old the object of a reply is by S3's own clock, in whole seconds; empty if S3 does not say. */
    public static Optional<Duration> of(S3Response reply) {
        return date(reply, KEPT_AS).flatMap(changed -> date(reply, "Date").map(now -> Duration.between(changed, now)));
    }

    private static Optional<Instant> date(S3Response reply, String header) {
        try {
            // This formatter has names of its own for days and months.
            return reply.sdkHttpResponse()
                    .firstMatchingHeader(header)
                    .map(date -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
