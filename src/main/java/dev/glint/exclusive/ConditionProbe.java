package dev.glint.exclusive;

import static dev.glint.config.ConditionalOperation.COMPLETE;
import static dev.glint.config.ConditionalOperation.DELETE;
import static dev.glint.config.ConditionalOperation.PUT;
import static dev.glint.image.StoreFailure.Kind.BAD_STORE_CONFIGURATION;
import static dev.glint.image.StoreFailure.Kind.STORE_FORBIDDEN;
import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;
import static dev.glint.s3.ConditionalWrites.Finding.HONOURED;
import static dev.glint.s3.ConditionalWrites.Finding.IGNORED;
import static dev.glint.s3.ConditionalWrites.Finding.REFUSED;
import static dev.glint.s3.ConditionalWrites.Finding.UNKNOWN;

import dev.glint.image.StoreFailure;
import dev.glint.s3.ConditionalWrites.Finding;
import dev.glint.s3.PartChecksum;
import dev.glint.s3.RetryCounter;
import dev.glint.s3.S3Bucket;
import dev.glint.s3.S3Failures;
import dev.glint.s3.S3Object;
import dev.glint.s3.S3Upload;
import dev.glint.s3.SeenObject;
import dev.glint.s3.Transfers;
import dev.glint.transfer.Futures;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Finds out what a server does with the conditions of PUT, Complete and DELETE: it asks for writes of an object that exists
 * already. That object has a key of its own, and is removed again. It takes nine requests, before the first write of a process to
 * a server that is neither AWS nor described by {@code s3.store.conditional-writes}. Copies are not asked for, as nothing makes
 * any.
 */
final class ConditionProbe {

    private static final Logger LOG = Logger.getLogger(ConditionProbe.class);

    /** No image id has a slash. */
    private static final String PREFIX = ".glint/probe/";

    private static final String BODY = "Glint looks what this server does with conditional writes.";
    private static final String NO_ETAG = "\"" + "0".repeat(32) + "\"";

    private final Transfers transfers;
    private final AtomicReference<CompletableFuture<Void>> running = new AtomicReference<>();

    ConditionProbe(Transfers transfers) {
        this.transfers = transfers;
    }

    /**
     * Asks the server of a bucket, unless that is done. Calls that come at the same time share the requests, and their failure;
     * the next call asks again.
     *
     * @throws StoreFailure as S3 fails
     */
    void ask(S3Bucket bucket) {
        if (bucket.conditions().areKnown()) {
            return;
        }
        CompletableFuture<Void> own = new CompletableFuture<>();
        CompletableFuture<Void> other = running.compareAndExchange(null, own);
        if (other != null) {
            Futures.join(other);
            return;
        }
        try {
            if (!bucket.conditions().areKnown()) {
                run(bucket);
            }
            own.complete(null);
        } catch (RuntimeException | Error failure) {
            own.completeExceptionally(failure);
            throw failure;
        } finally {
            running.set(null);
        }
    }

    private void run(S3Bucket bucket) {
        RetryCounter retries = new RetryCounter();
        S3Object object = bucket.object(PREFIX + UUID.randomUUID()).counting(retries);
        Finding put;
        Finding complete;
        try {
            put = put(object);
            complete = complete(object);
        } catch (StoreFailure failure) {
            remove(object, true, transfers.patienceAfter(failure));
            throw explained(failure);
        }
        bucket.conditions().found(DELETE, delete(object));
        remove(object, retries.retries() > 0, transfers.deadline());
        bucket.conditions().found(PUT, put);
        bucket.conditions().found(COMPLETE, complete);
    }

    private Finding put(S3Object object) {
        Finding first = shownBy(() -> transfers.inBucket(object.bucket(), () -> object.putText(BODY)));
        if (first == REFUSED) {
            object.putTextUnconditionally(BODY);
        }
        // If it was honoured already, an attempt whose answer was lost has made the object.
        return first == IGNORED ? shownBy(() -> object.putText(BODY)) : first;
    }

    private Finding complete(S3Object object) {
        S3Upload upload;
        try {
            upload = object.createUpload(Map.of(), PartChecksum.NONE);
        } catch (StoreFailure failure) {
            if (S3Failures.isNotImplemented(failure)) {
                return REFUSED;
            }
            throw failure;
        }
        List<CompletedPart> parts = List.of(CompletedPart.builder()
                .partNumber(1)
                .eTag(upload.sendText(BODY))
                .build());
        Finding finding = shownBy(() -> upload.complete(parts));
        if (finding != IGNORED) {
            upload.abort();
        }
        return finding;
    }

    private static Finding delete(S3Object object) {
        try {
            return shownBy(new SeenObject(object, NO_ETAG)::requestDeletion);
        } catch (StoreFailure failure) {
            return UNKNOWN;
        }
    }

    /** What a write shows whose condition is not met. */
    private static Finding shownBy(Runnable write) {
        try {
            write.run();
            return IGNORED;
        } catch (StoreFailure failure) {
            if (S3Failures.isConditionFailed(failure)) {
                return HONOURED;
            }
            if (S3Failures.isNotImplemented(failure)) {
                return REFUSED;
            }
            throw failure;
        }
    }

    /** {@code uploadsToo}: also uploads of whose ids S3's answer was lost; all of this key are ours. */
    private void remove(S3Object object, boolean uploadsToo, Duration patience) {
        boolean removed = transfers
                .workers()
                .attempt(
                        () -> {
                            if (uploadsToo) {
                                object.uploadIds()
                                        .forEach(id -> object.upload(id).abort());
                            }
                            object.delete();
                        },
                        patience);
        if (!removed) {
            LOG.warnf("The object %s may be left: it could not be removed.", object.key());
        }
    }

    private static StoreFailure explained(StoreFailure failure) {
        if (failure.kind() == STORE_UNAVAILABLE || S3Failures.isNoSuchBucket(failure)) {
            return failure;
        }
        if (failure.kind() == STORE_FORBIDDEN || failure.kind() == BAD_STORE_CONFIGURATION) {
            String hint =
                    " That was to find out what this S3 does with conditional writes, with an object under .glint/; "
                            + "s3.store.conditional-writes can say it instead.";
            return new StoreFailure(failure.kind(), failure.getMessage() + hint, failure.getCause());
        }
        return new StoreFailure(
                STORE_UNAVAILABLE, "S3 did not show what it does with conditional writes; try again.", failure);
    }
}
