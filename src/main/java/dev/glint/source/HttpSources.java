package dev.glint.source;

import static dev.glint.image.StoreFailure.Kind.SOURCE_FAILED;
import static dev.glint.image.StoreFailure.Kind.SOURCE_REFUSED;
import static dev.glint.image.StoreFailure.Kind.SOURCE_REJECTED;

import dev.glint.image.StoreFailure;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.OptionalLong;
import javax.net.ssl.SSLException;
import org.apache.http.Header;
import org.apache.http.HttpEntity;
import org.apache.http.HttpHeaders;
import org.apache.http.HttpResponse;
import org.apache.http.HttpStatus;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.CloseableHttpClient;

/** Images behind http and https URLs. Nothing but the URL goes out: no cookies, no credentials, no compression asked for. */
@Singleton
public class HttpSources {

    private static final int REDIRECTS = 5;

    private final SourceConfig config;
    private final SourcePolicy policy;
    private final Watchdog watchdog;
    private CloseableHttpClient client;

    HttpSources(SourceConfig config, SourcePolicy policy, Watchdog watchdog) {
        this.config = config;
        this.policy = policy;
        this.watchdog = watchdog;
    }

    /** The most bytes that an image from any source may have. */
    public long maxSize() {
        return config.maxSize().asLongValue();
    }

    /**
     * The image behind a URL.
     *
     * @throws StoreFailure {@code INVALID_REQUEST} or {@code SOURCE_REFUSED}, at once; what only the address or a redirect
     *     tells is found out when the source is opened
     */
    public ImageSource source(String url) {
        URI uri = policy.check(url);
        return cancellation -> open(uri, cancellation);
    }

    private ImageContent open(URI uri, Cancellation cancellation) {
        URI current = uri;
        for (int hop = 0; hop <= REDIRECTS; hop++) {
            HttpGet request = new HttpGet(current);
            HttpResponse response = execute(request, cancellation);
            int status = response.getStatusLine().getStatusCode();
            if (status == HttpStatus.SC_OK) {
                return content(request, response, cancellation);
            }
            Header location = response.getFirstHeader(HttpHeaders.LOCATION);
            request.abort();
            if (status < 300 || status >= 400 || location == null) {
                throw (status >= 500 ? SOURCE_FAILED : SOURCE_REJECTED).because("The source answered %d.", status);
            }
            current = redirect(current, location.getValue());
        }
        throw SOURCE_REJECTED.because("The source redirected more than %d times.", REDIRECTS);
    }

    @SourceRequest
    HttpResponse execute(HttpGet request, Cancellation cancellation) {
        Cancellation.Registration registration = cancellation.onCancel(request::abort);
        try {
            Duration patience = config.connectTimeout().plus(config.readTimeout());
            return watchdog.guard(patience, request::abort, () -> client().execute(request));
        } catch (UnknownHostException e) {
            throw new StoreFailure(SOURCE_FAILED, "The host of the source is unknown.", e);
        } catch (SSLException e) {
            throw new StoreFailure(
                    SOURCE_FAILED, "The source does not speak TLS with a certificate that is trusted.", e);
        } catch (IOException e) {
            cancellation.check();
            throw new StoreFailure(SOURCE_FAILED, "The source did not answer.", e);
        } finally {
            registration.close();
        }
    }

    /** Where a redirect leads, if that may be fetched too. */
    URI redirect(URI from, String reference) {
        try {
            URI target = resolve(from, reference);
            if ("https".equalsIgnoreCase(from.getScheme()) && !"https".equalsIgnoreCase(target.getScheme())) {
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

    private ImageContent content(HttpGet request, HttpResponse response, Cancellation cancellation) {
        HttpEntity entity = response.getEntity();
        long length = entity.getContentLength();
        try {
            InputStream body = new GuardedStream(entity.getContent(), watchdog, config.readTimeout(), request::abort);
            return new ImageContent(
                    body,
                    length < 0 ? OptionalLong.empty() : OptionalLong.of(length),
                    DigestHeaders.of(response),
                    cause -> new StoreFailure(SOURCE_FAILED, "The source broke off or fell silent.", cause),
                    cancellation);
        } catch (IOException e) {
            throw new StoreFailure(SOURCE_FAILED, "The source broke off.", e);
        }
    }

    private synchronized CloseableHttpClient client() {
        if (client == null) {
            client = SourceClient.create(config, policy::resolve);
        }
        return client;
    }

    @PreDestroy
    void close() throws IOException {
        if (client != null) {
            client.close();
        }
    }
}
