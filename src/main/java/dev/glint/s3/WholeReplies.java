package dev.glint.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;

/**
 * Reads each reply to its end before the SDK parses it, except for the bytes of an object. A reply that breaks off after its
 * head is then repeated like one that never came. The SDK's parser would throw past all repetitions.
 */
final class WholeReplies implements ExecutionInterceptor {

    private static final String BROKEN_OFF = "S3 broke off its answer.";
    /** No reply of S3 that is not an object has more bytes. */
    private static final int LARGEST = 16 << 20;

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        boolean isObject = context.request() instanceof GetObjectRequest
                && context.httpResponse().isSuccessful();
        if (isObject) {
            return context.responseBody();
        }
        Optional<byte[]> body = context.responseBody().map(WholeReplies::read);
        boolean isListOfUploads = context.request() instanceof ListMultipartUploadsRequest
                && context.httpResponse().isSuccessful();
        if (isListOfUploads && body.filter(bytes -> bytes.length > 0).isEmpty()) {
            // Where the end of the connection is the end of the body, no error tells. A list without uploads has a body
            // too.
            throw RetryableException.create(BROKEN_OFF);
        }
        return body.map(ByteArrayInputStream::new);
    }

    private static byte[] read(InputStream body) {
        try (body) {
            return body.readNBytes(LARGEST);
        } catch (IOException e) {
            throw RetryableException.create(BROKEN_OFF, e);
        }
    }
}
