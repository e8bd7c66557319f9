package dev.glint.sink;

import dev.glint.source.Cancellation;
import dev.glint.source.Watchdog;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import org.apache.http.client.config.CookieSpecs;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.entity.ContentType;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;

/**
 * Posts events in binary mode.
 *
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md">CloudEvents over HTTP</a>
 */
@Singleton
class SinkClient {

    /** One for each call that can run. */
    private static final int CONNECTIONS = 256;

    private final Watchdog watchdog;
    private volatile CloseableHttpClient client;

    SinkClient(Watchdog watchdog) {
        this.watchdog = watchdog;
    }

    /**
     * Posts an event once.
     *
     * @throws RefusedEvent if it would be no use to try again
     * @throws IOException if the sink has not taken it, as far as is known
     */
    void post(SinkSettings settings, ImageEvent event, Duration patience, Cancellation cancellation)
            throws IOException {
        HttpPost request = request(settings, event);
        Cancellation.Registration registration = cancellation.onCancel(request::abort);
        try {
            int status = watchdog.guard(patience, request::abort, () -> status(request));
            if (status >= 500 || status == 408 || status == 429) {
                throw new IOException("The sink answered " + status + ".");
            }
            if (status < 200 || status >= 300) {
                throw new RefusedEvent(status);
            }
        } finally {
            registration.close();
            request.releaseConnection();
        }
    }

    private static HttpPost request(SinkSettings settings, ImageEvent event) {
        HttpPost request = new HttpPost(settings.sink.orElseThrow());
        request.setHeader("ce-specversion", "1.0");
        request.setHeader("ce-id", event.id());
        request.setHeader("ce-source", settings.source);
        request.setHeader("ce-type", event.type());
        request.setHeader("ce-subject", event.subject());
        request.setHeader("ce-time", event.time().toString());
        settings.extensions.forEach((name, value) -> request.setHeader("ce-" + name, value.replace("%", "%25")));
        request.setEntity(new ByteArrayEntity(event.data(), ContentType.APPLICATION_JSON));
        return request;
    }

    /** What the sink sends back besides is no event for anybody, so it is not read. */
    private int status(HttpPost request) throws IOException {
        try (CloseableHttpResponse response = client().execute(request)) {
            return response.getStatusLine().getStatusCode();
        }
    }

    private CloseableHttpClient client() {
        if (client == null) {
            synchronized (this) {
                if (client == null) {
                    client = create();
                }
            }
        }
        return client;
    }

    private static CloseableHttpClient create() {
        return HttpClients.custom()
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setCookieSpec(CookieSpecs.IGNORE_COOKIES)
                        .build())
                .setMaxConnTotal(CONNECTIONS)
                .setMaxConnPerRoute(CONNECTIONS)
                .setUserAgent("glint")
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableRedirectHandling()
                .build();
    }

    @PreDestroy
    void close() throws IOException {
        if (client != null) {
            client.close();
        }
    }
}
