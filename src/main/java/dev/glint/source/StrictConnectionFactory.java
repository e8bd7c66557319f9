package dev.glint.source;

import java.util.Arrays;
import java.util.List;
import org.apache.http.Header;
import org.apache.http.HttpHeaders;
import org.apache.http.HttpMessage;
import org.apache.http.HttpResponse;
import org.apache.http.ProtocolException;
import org.apache.http.config.MessageConstraints;
import org.apache.http.entity.ContentLengthStrategy;
import org.apache.http.impl.conn.DefaultHttpResponseParser;
import org.apache.http.impl.conn.DefaultHttpResponseParserFactory;
import org.apache.http.impl.conn.ManagedHttpClientConnectionFactory;
import org.apache.http.io.HttpMessageParser;
import org.apache.http.io.SessionInputBuffer;
import org.apache.http.util.CharArrayBuffer;

/** Connections that take no answer whose beginning or end is doubtful. */
final class StrictConnectionFactory extends ManagedHttpClientConnectionFactory {

    StrictConnectionFactory() {
        super(null, new Parsers(), StrictConnectionFactory::length, null);
    }

    /** The usual strategies take one of several lengths, and a body whose length they cannot read to its connection's end. */
    private static long length(HttpMessage message) throws ProtocolException {
        List<String> encodings = values(message, HttpHeaders.TRANSFER_ENCODING);
        if (!encodings.isEmpty()) {
            if (encodings.size() > 1 || !encodings.get(0).equalsIgnoreCase("chunked")) {
                throw new ProtocolException("The transfer encoding is not chunked.");
            }
            return ContentLengthStrategy.CHUNKED;
        }
        List<String> lengths = values(message, HttpHeaders.CONTENT_LENGTH);
        if (lengths.isEmpty()) {
            return ContentLengthStrategy.IDENTITY;
        }
        if (lengths.size() > 1 || !lengths.get(0).matches("\\d{1,19}")) {
            throw new ProtocolException("The content length is not one number.");
        }
        try {
            return Long.parseLong(lengths.get(0));
        } catch (NumberFormatException e) {
            throw new ProtocolException("The content length is too large.", e);
        }
    }

    private static List<String> values(HttpMessage message, String header) {
        return Arrays.stream(message.getHeaders(header))
                .map(Header::getValue)
                .distinct()
                .toList();
    }

    /** Parsers that want an answer to begin with its first line; the usual ones skip what stands before it, for ever if need be. */
    private static final class Parsers extends DefaultHttpResponseParserFactory {

        @Override
        public HttpMessageParser<HttpResponse> create(SessionInputBuffer buffer, MessageConstraints constraints) {
            return new DefaultHttpResponseParser(buffer, constraints) {
                @Override
                protected boolean reject(CharArrayBuffer line, int count) {
                    return true;
                }
            };
        }
    }
}
