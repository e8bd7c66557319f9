package dev.glint.source;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.http.HttpResponse;
import org.apache.http.client.config.CookieSpecs;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.config.ConnectionConfig;
import org.apache.http.config.MessageConstraints;
import org.apache.http.config.Registry;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.conn.DnsResolver;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import org.apache.http.conn.ssl.DefaultHostnameVerifier;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.conn.util.PublicSuffixMatcher;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;
import org.apache.http.protocol.HttpContext;

/** The HTTP client of sources. It limits the memory and the time that a source can take, and keeps nothing between requests. */
final class SourceClient implements Closeable {

    /** One for each call that can run, and those with which calls read ahead. */
    private static final int CONNECTIONS = 256 + 64;

    private static final int LONGEST_HEADER = 16 * 1024;
    private static final int HEADERS = 200;

    private final LastingConnections connections;
    private final CloseableHttpClient client;

    /** A client that connects to the addresses of a resolver only. */
    SourceClient(SourceSettings settings, DnsResolver resolver, SSLContext trust) {
        connections = new LastingConnections(sockets(settings.proxy, trust), resolver);
        connections.setMaxTotal(CONNECTIONS);
        connections.setDefaultMaxPerRoute(CONNECTIONS);
        connections.setDefaultConnectionConfig(ConnectionConfig.custom()
                .setMessageConstraints(MessageConstraints.custom()
                        .setMaxLineLength(LONGEST_HEADER)
                        .setMaxHeaderCount(HEADERS)
                        .build())
                .build());
        RequestConfig requests = RequestConfig.custom()
                .setConnectTimeout(Math.toIntExact(settings.connectTimeout.toMillis()))
                .setConnectionRequestTimeout(Math.toIntExact(settings.connectTimeout.toMillis()))
                .setSocketTimeout(Math.toIntExact(settings.readTimeout.toMillis()))
                .setCookieSpec(CookieSpecs.IGNORE_COOKIES)
                // A URL may be signed as it stands.
                .setNormalizeUri(false)
                .build();
        client = HttpClients.custom()
                .setConnectionManager(connections)
                .setDefaultRequestConfig(requests)
                .setPublicSuffixMatcher(new PublicSuffixMatcher(List.of(), null))
                .setUserAgent("glint")
                .disableAuthCaching()
                .disableContentCompression()
                .disableCookieManagement()
                .disableRedirectHandling()
                .build();
    }

    /** Asks, and answers when the head of the answer is there. Aborting the request gives back what it takes, however it ends. */
    HttpResponse execute(HttpGet request) throws IOException {
        return client.execute(request);
    }

    @Override
    public void close() {
        connections.close();
    }

    private static Registry<ConnectionSocketFactory> sockets(Optional<SourceProxy> proxy, SSLContext trust) {
        ConnectionSocketFactory plain = new PlainConnectionSocketFactory() {
            @Override
            public Socket createSocket(HttpContext context) {
                return new SourceSocket(proxy);
            }
        };
        // The default verifier would read the list of all public suffixes, which is of use to cookies only.
        ConnectionSocketFactory tls = new SSLConnectionSocketFactory(trust, new DefaultHostnameVerifier()) {
            @Override
            public Socket createSocket(HttpContext context) {
                return new UncutSocket(proxy);
            }
        };
        return RegistryBuilder.<ConnectionSocketFactory>create()
                .register("http", plain)
                .register("https", tls)
                .build();
    }

    /** A pool that an Error in one request does not close for all others, as the client would have it. */
    private static final class LastingConnections extends PoolingHttpClientConnectionManager {

        private LastingConnections(Registry<ConnectionSocketFactory> sockets, DnsResolver resolver) {
            super(sockets, new StrictConnectionFactory(), resolver);
        }

        @Override
        public void shutdown() {
            // Only close() ends it.
        }

        @Override
        public void close() {
            super.shutdown();
        }
    }
}
