package dev.glint.source;

import java.util.List;
import org.apache.http.HttpResponse;
import org.apache.http.client.config.CookieSpecs;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.config.ConnectionConfig;
import org.apache.http.config.MessageConstraints;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.conn.DnsResolver;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import org.apache.http.conn.ssl.DefaultHostnameVerifier;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.conn.util.PublicSuffixMatcher;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.impl.conn.DefaultHttpResponseParser;
import org.apache.http.impl.conn.DefaultHttpResponseParserFactory;
import org.apache.http.impl.conn.ManagedHttpClientConnectionFactory;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;
import org.apache.http.io.HttpMessageParser;
import org.apache.http.io.SessionInputBuffer;
import org.apache.http.ssl.SSLContexts;
import org.apache.http.util.CharArrayBuffer;

/** The HTTP client of sources. It trusts none of them: not with memory, not with its time, not with anything to remember. */
final class SourceClient {

    private static final int CONNECTIONS = 256;
    private static final int LONGEST_HEADER = 16 * 1024;
    private static final int HEADERS = 200;

    private SourceClient() {}

    /** A client that connects to the addresses of a resolver only. */
    static CloseableHttpClient create(SourceConfig config, DnsResolver resolver) {
        // The default verifier would read the list of all public suffixes, which is of use to cookies only.
        ConnectionSocketFactory tls =
                new SSLConnectionSocketFactory(SSLContexts.createDefault(), new DefaultHostnameVerifier());
        PoolingHttpClientConnectionManager connections = new PoolingHttpClientConnectionManager(
                RegistryBuilder.<ConnectionSocketFactory>create()
                        .register("http", PlainConnectionSocketFactory.getSocketFactory())
                        .register("https", tls)
                        .build(),
                new ManagedHttpClientConnectionFactory(null, new StrictParsers()),
                resolver);
        connections.setMaxTotal(CONNECTIONS);
        connections.setDefaultMaxPerRoute(CONNECTIONS);
        connections.setDefaultConnectionConfig(ConnectionConfig.custom()
                .setMessageConstraints(MessageConstraints.custom()
                        .setMaxLineLength(LONGEST_HEADER)
                        .setMaxHeaderCount(HEADERS)
                        .build())
                .build());
        RequestConfig requests = RequestConfig.custom()
                .setConnectTimeout(Math.toIntExact(config.connectTimeout().toMillis()))
                .setConnectionRequestTimeout(
                        Math.toIntExact(config.connectTimeout().toMillis()))
                .setSocketTimeout(Math.toIntExact(config.readTimeout().toMillis()))
                .setCookieSpec(CookieSpecs.IGNORE_COOKIES)
                // A URL may be signed as it stands.
                .setNormalizeUri(false)
                .build();
        return HttpClients.custom()
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

    /** Parsers that want an answer to begin with its first line; the usual ones skip what stands before it, for ever if need be. */
    private static final class StrictParsers extends DefaultHttpResponseParserFactory {

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
