package dev.glint.source;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.apache.http.HttpResponse;
import org.apache.http.NameValuePair;
import org.apache.http.client.methods.HttpGet;

/**
 * An answer of a source that has bytes.
 *
 * @param uri where it came from, after all redirects
 */
record SourceAnswer(URI uri, HttpGet request, HttpResponse response) {

    int status() {
        return response.getStatusLine().getStatusCode();
    }

    /** How many bytes the body has, if that is announced. */
    OptionalLong length() {
        long length = response.getEntity().getContentLength();
        return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
    }

    /** Whether the end of the body can be told from that of its connection. */
    boolean isDelimited() {
        return length().isPresent() || response.getEntity().isChunked();
    }

    /** All values of a header. */
    List<String> values(String header) {
        return Arrays.stream(response.getHeaders(header))
                .map(NameValuePair::getValue)
                .toList();
    }
}
