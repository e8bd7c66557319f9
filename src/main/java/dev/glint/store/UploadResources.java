package dev.glint.store;

import dev.glint.image.HashAlgorithm;
import dev.glint.image.ImageDigests;
import dev.glint.image.StoreFailure;
import dev.glint.source.ImageContent;
import dev.glint.source.Watchdog;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** What all uploads share: room for parts, and threads to send and digest them, made when first needed. */
@Singleton
class UploadResources {

    private static final Duration LAST_PATIENCE = Duration.ofMillis(500);

    private final StoreSettings settings;
    private final PartBuffers buffers;
    private final ExecutorService executor;
    private final Watchdog watchdog;
    private final WriteGuarantee guarantee = new WriteGuarantee();

    UploadResources(StoreSettings settings, Watchdog watchdog) {
        this.settings = settings;
        this.watchdog = watchdog;
        this.buffers = settings.bufferDirectory
                .<PartBuffers>map(DiskBuffers::new)
                .orElseGet(() -> new MemoryBuffers(settings.partSize * settings.partsInFlight, settings.deadline));
        AtomicInteger number = new AtomicInteger();
        this.executor = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "glint-upload-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    PartBuffers buffers() {
        return buffers;
    }

    WriteGuarantee guarantee() {
        return guarantee;
    }

    /** Opens an object for reading. */
    ImageContent open(S3Bucket bucket, String key, long offset) {
        return S3Content.open(bucket, key, offset, watchdog, settings.deadline);
    }

    /**
     * How long a caller still waits for S3 after a failure: hardly at all if the failure was that S3 did not answer within the
     * deadline.
     */
    Duration patienceAfter(Throwable failure) {
        return failure instanceof StoreFailure known && S3Failures.isTimeout(known) ? LAST_PATIENCE : settings.deadline;
    }

    Duration deadline() {
        return settings.deadline;
    }

    Executor executor() {
        return executor;
    }

    /** Runs something to its end, and answers whether it came to a good one within a time. */
    boolean attempt(Runnable work, Duration patience) {
        try {
            CompletableFuture.runAsync(work, executor).get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    long partSize() {
        return settings.partSize;
    }

    boolean createBucket() {
        return settings.createBucketOnPut;
    }

    Digester newDigester(HashAlgorithm algorithm) {
        return new Digester(algorithm, executor);
    }

    PartTransfer newTransfer(Digester digester, PartTransfer.Sender sender) {
        return new PartTransfer(settings.partsInFlight, executor, digester, sender);
    }

    /** Reads a content to its end for its digests alone. */
    ImageDigests digest(ImageContent content, HashAlgorithm algorithm) {
        Digester digester = newDigester(algorithm);
        while (!content.atEnd()) {
            try (PartBuffer part = buffers.take(settings.partSize)) {
                part.fill(content, settings.partSize);
                Futures.join(digester.update(part));
            }
        }
        return digester.digests();
    }

    @PreDestroy
    void close() {
        executor.shutdownNow();
    }
}
