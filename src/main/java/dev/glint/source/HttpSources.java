package dev.glint.source;

import static dev.glint.image.StoreFailure.Kind.SOURCE_FAILED;
import static dev.glint.image.StoreFailure.Kind.SOURCE_REFUSED;
import static dev.glint.image.StoreFailure.Kind.SOURCE_REJECTED;

import dev.glint.image.StoreFailure;
import dev.glint.image.VouchedDigests;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.apache.http.Header;
import org.apache.http.HttpHeaders;
import org.apache.http.HttpResponse;
import org.apache.http.HttpStatus;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.ssl.SSLContexts;

/** Images behind http and https URLs. A request has nothing but the URL: no cookies, no credentials, no wish for compression. */
@Singleton
public class HttpSources {

    private static final int REDIRECTS = 5;

    private final SourceSettings settings;
    private final SourcePolicy policy;
    private final Watchdog watchdog;
    private SourceClient client;

    HttpSources(SourceSettings settings, SourcePolicy policy, Watchdog watchdog) {
        this.settings = settings;
        this.policy = policy;
        this.watchdog = watchdog;
    }

    /** The limits of all sources. */
    public SourceLimits limits() {
        return settings.limits;
    }

    /**
     * The image behind a URL.
     *
     * @param field of the request that has the URL
     * @param tellsTruncation whether the caller declares what tells bytes that are missing at the end
     * @throws StoreFailure {@code INVALID_REQUEST} or {@code SOURCE_REFUSED}, at once; what only the address or a redirect
     *     tells is found out when the source is opened
     */
    public ImageSource source(String field, String url, boolean tellsTruncation) {
        URI uri = policy.check(field, url);
        return cancellation -> open(uri, tellsTruncation, cancellation);
    }

    private ImageContent open(URI uri, boolean tellsTruncation, Cancellation cancellation) {
        return ask(uri, request -> {}, Set.of(HttpStatus.SC_OK), cancellation, answer -> {
            checkEnd(answer, tellsTruncation);
            ImageContent content = content(answer, DigestHeaders.of(answer.response()), cancellation);
            return HttpRanges.of(this, uri, answer).map(content::withRanges).orElse(content);
        });
    }

    /**
     * Asks for a URL, and follows its redirects.
     *
     * @param headers adds headers to each request
     * @param statuses of an answer that has bytes
     * @param use makes something of that answer; the answer is given up if it fails
     */
    <T> T ask(
            URI uri,
            Consumer<HttpGet> headers,
            Set<Integer> statuses,
            Cancellation cancellation,
            Function<SourceAnswer, T> use) {
        URI current = uri;
        for (int hop = 0; hop <= REDIRECTS; hop++) {
            HttpGet request = new HttpGet(current);
            headers.accept(request);
            boolean used = false;
            try {
                SourceAnswer answer = new SourceAnswer(current, request, execute(request, cancellation));
                if (statuses.contains(answer.status())) {
                    T result = use.apply(answer);
                    used = true;
                    return result;
                }
                current = redirect(answer);
            } finally {
                if (!used) {
                    request.abort();
                }
            }
        }
        throw SOURCE_REJECTED.because("The source redirected more than %d times.", REDIRECTS);
    }

    @SourceRequest
    HttpResponse execute(HttpGet request, Cancellation cancellation) {
        Cancellation.Registration registration = cancellation.onCancel(request::abort);
        try {
            Duration patience = settings.connectTimeout.plus(settings.readTimeout);
            return watchdog.guard(patience, request::abort, () -> client().execute(request));
        } catch (IOException e) {
            cancellation.check();
            throw SourceFailures.unanswered(e);
        } finally {
            registration.close();
        }
    }

    private URI redirect(SourceAnswer answer) {
        int status = answer.status();
        Header location = answer.response().getFirstHeader(HttpHeaders.LOCATION);
        if (status < 300 || status >= 400 || location == null) {
            throw (status >= 500 ? SOURCE_FAILED : SOURCE_REJECTED).because("The source answered %d.", status);
        }
        return redirect(answer.uri(), location.getValue());
    }

    /** Where a redirect leads, if that may be fetched too. */
    URI redirect(URI from, String reference) {
        try {
            URI target = resolve(from, reference);
            if (isSecure(from) && !isSecure(target)) {
                throw SOURCE_REFUSED.because("The source redirected from https to another scheme.");
            }
            policy.check(target);
            return target;
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw SOURCE_REJECTED.because("The source redirected to something that is no URL.");
        }
    }

    /** {@link URI#resolve} where it can be relied on: it goes wrong on bases without a path, and on references without one. */
    private static URI resolve(URI from, String reference) {
        String path = from.getRawPath().isEmpty() ? "/" : from.getRawPath();
        String document = from.getScheme() + "://" + from.getRawAuthority() + path;
        return reference.isEmpty() || reference.startsWith("?")
                ? URI.create(document + reference)
                : URI.create(document).resolve(reference);
    }

    /** A body without a length and without chunks ends with its connection: over TLS that can be told from a cut, else not. */
    private static void checkEnd(SourceAnswer answer, boolean tellsTruncation) {
        if (!answer.isDelimited() && !isSecure(answer.uri()) && !tellsTruncation) {
            throw SOURCE_REJECTED.because(
                    "The source does not say how long it is, so that a broken connection would go unnoticed; of an image, "
                            + "declare size, checksum, hash, sourceHash or checksumsUrl.");
        }
    }

    /** The bytes of an answer. */
    ImageContent content(SourceAnswer answer, VouchedDigests vouched, Cancellation cancellation) {
        try {
            InputStream body = answer.response().getEntity().getContent();
            InputStream guarded = new GuardedStream(body, watchdog, newPace(), answer.request()::abort);
            return new ImageContent(guarded, answer.length(), vouched, SourceFailures::broken, cancellation);
        } catch (IOException e) {
            throw SourceFailures.broken(e);
        }
    }

    /** How fast a source has to be. */
    Pace newPace() {
        return new Pace(settings.readTimeout, settings.minRate);
    }

    private static boolean isSecure(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    private synchronized SourceClient client() {
        if (client == null) {
            client = new SourceClient(settings, policy::resolve, tls());
        }
        return client;
    }

    /** Trusts the platform's certificate authorities. */
    SSLContext tls() {
        return SSLContexts.createDefault();
    }

    @PreDestroy
    void close() {
        if (client != null) {
            client.close();
        }
    }
}
