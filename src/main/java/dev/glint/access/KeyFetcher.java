package dev.glint.access;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jose4j.http.Get;
import org.jose4j.http.SimpleResponse;

/** Fetches keys from a URL, within a time that a slow server cannot stretch. */
final class KeyFetcher extends Get {

    private static final int RETRIES = 1;

    private final Duration patience;
    private volatile boolean hasFailed;

    /** @param patience the longest that all attempts of one fetch may take */
    KeyFetcher(Duration patience) {
        this.patience = patience;
        int each = (int) patience.dividedBy(RETRIES + 1).toMillis();
        setConnectTimeout(each);
        setReadTimeout(each);
        setRetries(RETRIES);
    }

    /** Whether the last fetch failed. */
    boolean hasFailed() {
        return hasFailed;
    }

    @Override
    public SimpleResponse get(String location) throws IOException {
        hasFailed = true;
        FutureTask<SimpleResponse> fetch = new FutureTask<>(() -> super.get(location));
        // A slow server can keep this thread busy for longer, but no call waits for the thread then.
        Thread thread = new Thread(fetch, "keys for tokens");
        thread.setDaemon(true);
        thread.start();
        try {
            SimpleResponse response = fetch.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            hasFailed = false;
            return response;
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("The keys for tokens were not fetched.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
