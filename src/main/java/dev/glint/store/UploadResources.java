package dev.glint.store;

import dev.glint.image.HashAlgorithm;
import dev.glint.image.ImageDigests;
import dev.glint.source.ImageContent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** What all uploads share: room for parts, and threads to send and digest them, made when first needed. */
@Singleton
class UploadResources {

    private final StoreSettings settings;
    private final PartBuffers buffers;
    private final ExecutorService executor;

    UploadResources(StoreSettings settings) {
        this.settings = settings;
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

    Executor executor() {
        return executor;
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
