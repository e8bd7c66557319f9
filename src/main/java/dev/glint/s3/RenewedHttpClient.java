package dev.glint.s3;

import java.io.IOException;
import java.util.function.Supplier;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * Apache's client shuts its pool of connections down for good when a request of it fails with an {@link Error}. This makes
 * another client then: the request fails, and those that were under way are repeated; later ones do not notice.
 */
final class RenewedHttpClient implements SdkHttpClient {

    /** What a pool says that has been shut down. */
    private static final String SHUT_DOWN = "Connection pool shut down";

    private final Supplier<SdkHttpClient> maker;
    private SdkHttpClient current;

    /** {@code maker} makes a client; not before the first request needs it. */
    RenewedHttpClient(Supplier<SdkHttpClient> maker) {
        this.maker = maker;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        SdkHttpClient client = current();
        return new Request(client, client.prepareRequest(request));
    }

    @Override
    public String clientName() {
        return current().clientName();
    }

    private synchronized SdkHttpClient current() {
        if (current == null) {
            current = maker.get();
        }
        return current;
    }

    private synchronized void forget(SdkHttpClient broken) {
        if (current == broken) {
            current = null;
            broken.close();
        }
    }

    @Override
    public synchronized void close() {
        if (current != null) {
            current.close();
        }
    }

    private final class Request implements ExecutableHttpRequest {

        private final SdkHttpClient client;
        private final ExecutableHttpRequest request;

        private Request(SdkHttpClient client, ExecutableHttpRequest request) {
            this.client = client;
            this.request = request;
        }

        @Override
        public HttpExecuteResponse call() throws IOException {
            try {
                return request.call();
            } catch (Error e) {
                forget(client);
                throw e;
            } catch (IllegalStateException e) {
                if (!SHUT_DOWN.equals(e.getMessage())) {
                    throw e;
                }
                // By an error of another request. This one is repeated, since the exception says that it may be.
                forget(client);
                throw new IOException(e);
            }
        }

        @Override
        public void abort() {
            request.abort();
        }
    }
}
