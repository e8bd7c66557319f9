package dev.glint.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.Abortable;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Reads each reply to its end before the SDK parses it, except for the bytes of an object. A reply that breaks off after its
 * head is then repeated like one that never came. The SDK's parser would throw past all repetitions. A server that answers a
 * request for tags with the object itself does not know tags.
 */
final class WholeReplies implements ExecutionInterceptor {

    private static final String BROKEN_OFF = "S3 broke off its answer.";
    /** No reply of S3 that is not an object has more bytes. */
    private static final int LARGEST = 16 << 20;
    /** More than ten tags take. */
    private static final int LARGEST_TAGS = 64 << 10;

    private static final int NOT_IMPLEMENTED = 501;

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        boolean isSuccessful = context.httpResponse().isSuccessful();
        if (isSuccessful && context.request() instanceof GetObjectRequest) {
            return context.responseBody();
        }
        boolean isTags = isSuccessful && context.request() instanceof GetObjectTaggingRequest;
        Optional<byte[]> body = context.responseBody().map(stream -> read(stream, isTags ? LARGEST_TAGS : LARGEST));
        // A list without uploads has a body too.
        boolean mayBeEmpty = !(context.request() instanceof ListMultipartUploadsRequest);
        if (isSuccessful && !isWhole(body.orElse(new byte[0]), mayBeEmpty)) {
            throw RetryableException.create(BROKEN_OFF);
        }
        if (isTags && !isTagging(body.orElse(new byte[0]))) {
            throw S3Failures.translate(
                    S3Exception.builder().statusCode(NOT_IMPLEMENTED).build());
        }
        return body.map(ByteArrayInputStream::new);
    }

    /**
     * Whether a document of XML reaches the end of its root element. Where the end of the connection is the end of the body, no
     * error of the connection tells.
     */
    static boolean isWhole(byte[] body, boolean mayBeEmpty) {
        if (body.length == 0) {
            return mayBeEmpty;
        }
        if (!isMeantAsXml(body)) {
            return true;
        }
        try {
            XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            XMLStreamReader document = factory.createXMLStreamReader(new ByteArrayInputStream(body));
            while (document.hasNext()) {
                document.next();
            }
            return true;
        } catch (XMLStreamException | RuntimeException broken) {
            // A native executable has no sentences for the errors of this parser, and throws that.
            return false;
        }
    }

    /** Some servers answer with nothing if there are no tags. */
    static boolean isTagging(byte[] body) {
        return body.length == 0 || new String(body, StandardCharsets.UTF_8).contains("<Tagging");
    }

    /** S3 can send blanks until it has an answer, and break off before that. */
    private static boolean isMeantAsXml(byte[] body) {
        int start = 0;
        while (start < body.length && body[start] <= ' ') {
            start++;
        }
        return start == body.length || body[start] == '<';
    }

    private static byte[] read(InputStream body, int most) {
        try (body) {
            byte[] bytes = body.readNBytes(most);
            if (bytes.length == most && body instanceof Abortable endless) {
                // Else it is read to its end when it is closed.
                endless.abort();
            }
            return bytes;
        } catch (IOException e) {
            throw RetryableException.create(BROKEN_OFF, e);
        }
    }
}
