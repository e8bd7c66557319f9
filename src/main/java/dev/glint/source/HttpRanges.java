package dev.glint.source;

import static dev.glint.image.StoreFailure.Kind.SOURCE_FAILED;

import dev.glint.image.StoreFailure;
import dev.glint.image.VouchedDigests;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.http.HttpHeaders;
import org.apache.http.HttpStatus;

/**
 * Ranges of an image behind a URL. Each must come with the ETag and the length of the first answer: then all are of the same
 * bytes.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-range-requests">RFC 9110, range requests</a>
 */
final class HttpRanges implements Ranges {

    private static final Set<Integer> STATUSES = Set.of(HttpStatus.SC_OK, HttpStatus.SC_PARTIAL_CONTENT);

    private final HttpSources sources;
    private final URI first;
    private final String etag;
    private final long length;
    /** Where the first URL has led to. */
    private volatile URI current;

    private HttpRanges(HttpSources sources, URI first, URI current, String etag, long length) {
        this.sources = sources;
        this.first = first;
        this.current = current;
        this.etag = etag;
        this.length = length;
    }

    /** The ranges of what a source answered; empty if it does not offer them, or nothing tells that they are of the same bytes. */
    static Optional<Ranges> of(HttpSources sources, URI first, SourceAnswer answer) {
        List<String> etags = answer.values(HttpHeaders.ETAG);
        boolean offered = answer.values(HttpHeaders.ACCEPT_RANGES).stream()
                .anyMatch(units -> units.trim().equalsIgnoreCase("bytes"));
        // A weak ETag is the same for bytes that only mean the same.
        boolean isStrong = etags.size() == 1 && etags.get(0).matches("\"[^\"]+\"");
        return offered && isStrong && answer.length().isPresent()
                ? Optional.of(new HttpRanges(
                        sources,
                        first,
                        answer.uri(),
                        etags.get(0),
                        answer.length().getAsLong()))
                : Optional.empty();
    }

    @Override
    public ImageContent open(long from, long to, Cancellation cancellation) {
        URI latest = current;
        try {
            return open(latest, from, to, cancellation);
        } catch (StoreFailure failure) {
            cancellation.check();
            if (latest.equals(first)) {
                throw failure;
            }
            // A redirect may have led to an address that is valid for a while only.
            return open(first, from, to, cancellation);
        }
    }

    private ImageContent open(URI uri, long from, long to, Cancellation cancellation) {
        String bytes = from + "-" + (to - 1);
        return sources.ask(
                uri,
                request -> {
                    request.setHeader(HttpHeaders.RANGE, "bytes=" + bytes);
                    request.setHeader(HttpHeaders.IF_RANGE, etag);
                },
                STATUSES,
                cancellation,
                answer -> {
                    check(answer, "bytes " + bytes + "/" + length, to - from);
                    current = answer.uri();
                    return sources.content(answer, VouchedDigests.NONE, cancellation);
                });
    }

    private void check(SourceAnswer answer, String range, long bytes) {
        if (!answer.values(HttpHeaders.ETAG).equals(List.of(etag))) {
            throw SOURCE_FAILED.because("The source changed while it was read; try again.");
        }
        if (answer.status() != HttpStatus.SC_PARTIAL_CONTENT
                || !answer.values(HttpHeaders.CONTENT_RANGE).equals(List.of(range))
                || !answer.length().equals(OptionalLong.of(bytes))) {
            throw SOURCE_FAILED.because("The source broke off, and does not send the rest alone.");
        }
    }

    @Override
    public Pace newPace() {
        return sources.newPace();
    }
}
