package dev.glint.source;

import static dev.glint.image.StoreFailure.Kind.SOURCE_FAILED;
import static dev.glint.image.StoreFailure.Kind.SOURCE_REFUSED;
import static dev.glint.image.StoreFailure.Kind.SOURCE_REJECTED;

import dev.glint.image.DeclaredContent;
import dev.glint.image.StoreFailure;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.OptionalLong;
import javax.net.ssl.SSLContext;
import org.apache.http.Header;
import org.apache.http.HttpEntity;
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

    /** The most bytes that an image from any source may have. */
    public long maxSize() {
        return settings.maxSize;
    }

    /**
     * The image behind a URL.
     *
     * @param declared what the bytes will be compared with
     * @throws StoreFailure {@code INVALID_REQUEST} or {@code SOURCE_REFUSED}, at once; what only the address or a redirect
     *     tells is found out when the source is opened
     */
    public ImageSource source(String url, DeclaredContent declared) {
        URI uri = policy.check(url);
        return cancellation -> open(uri, declared, cancellation);
    }

    private ImageContent open(URI uri, DeclaredContent declared, Cancellation cancellation) {
        URI current = uri;
        for (int hop = 0; hop <= REDIRECTS; hop++) {
            HttpGet request = new HttpGet(current);
            boolean opened = false;
            try {
                HttpResponse response = execute(request, cancellation);
                if (response.getStatusLine().getStatusCode() == HttpStatus.SC_OK) {
                    checkEnd(current, response.getEntity(), declared);
                    ImageContent content = content(request, response, cancellation);
                    opened = true;
                    return content;
                }
                current = redirect(current, response);
            } finally {
                if (!opened) {
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

    private URI redirect(URI from, HttpResponse response) {
        int status = response.getStatusLine().getStatusCode();
        Header location = response.getFirstHeader(HttpHeaders.LOCATION);
        if (status < 300 || status >= 400 || location == null) {
            throw (status >= 500 ? SOURCE_FAILED : SOURCE_REJECTED).because("The source answered %d.", status);
        }
        return redirect(from, location.getValue());
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
    private static void checkEnd(URI uri, HttpEntity body, DeclaredContent declared) {
        boolean isDelimited = body.getContentLength() >= 0 || body.isChunked();
        if (!isDelimited && !isSecure(uri) && !declared.tellsTruncation()) {
            throw SOURCE_REJECTED.because(
                    "The source does not say how long the image is, so that a broken connection would "
                            + "go unnoticed; declare size, checksum or hash.");
        }
    }

    private ImageContent content(HttpGet request, HttpResponse response, Cancellation cancellation) {
        HttpEntity entity = response.getEntity();
        long length = entity.getContentLength();
        Pace pace = new Pace(settings.readTimeout, settings.minRate);
        try {
            InputStream body = new GuardedStream(entity.getContent(), watchdog, pace, request::abort);
            return new ImageContent(
                    body,
                    length < 0 ? OptionalLong.empty() : OptionalLong.of(length),
                    DigestHeaders.of(response),
                    SourceFailures::broken,
                    cancellation);
        } catch (IOException e) {
            throw SourceFailures.broken(e);
        }
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
