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
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;

/** Posts events to sinks. */
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
    void post(Sink sink, ImageEvent event, Duration patience, Cancellation cancellation) throws IOException {
        HttpPost request = sink.request(event);
        Cancellation.Registration registration = cancellation.onCancel(request::abort);
        try {
            watchdog.guard(patience, request::abort, () -> {
                try (CloseableHttpResponse answer = client().execute(request)) {
                    sink.check(answer);
                    return answer;
                }
            });
        } finally {
            registration.close();
            request.releaseConnection();
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
