package dev.glint.s3;

import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;

import dev.glint.image.StoreFailure;
import dev.glint.transfer.Workers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * Begins multipart uploads, and removes their orphans: if the answer to CreateMultipartUpload is lost, the SDK repeats the
 * request, and nobody knows the id of the first upload. S3 does not tell who began an upload. An orphan is therefore an upload
 * without parts that was not there before the request. One upload of a key begins at a time in this process, so that it cannot
 * be another call's. If there are more of them than lost answers, some are another instance's, and all are left.
 *
 * <p>What remains: another instance begins an upload of the same key during our request, has sent no part yet, and our lost
 * request began none. Then its upload is removed. Where S3 does not let us list uploads, nothing is ever removed.
 */
public final class UploadCreator {

    private static final Logger LOG = Logger.getLogger(UploadCreator.class);

    private final Transfers transfers;
    private final KeyLocks turns = new KeyLocks();
    private final List<Search> later = new CopyOnWriteArrayList<>();

    UploadCreator(Transfers transfers) {
        this.transfers = transfers;
    }

    /**
     * Begins an upload of an object.
     *
     * @param metadata of the object that is to be
     * @param partSize the size of its first parts
     * @param checksum that all its parts have
     * @throws StoreFailure with the ids of uploads that may be left, if there are any
     */
    public S3Upload create(S3Object object, Map<String, String> metadata, long partSize, PartChecksum checksum) {
        Map<String, String> marked = new HashMap<>(metadata);
        marked.putAll(PartSizes.metadata(partSize));
        KeyLocks.Held turn = turns.acquire(object.key(), transfers.deadline());
        RetryCounter attempts = new RetryCounter();
        Optional<Set<String>> known;
        S3Upload upload;
        try {
            known = list(object);
        } catch (RuntimeException | Error failure) {
            turn.close();
            throw failure;
        }
        try {
            upload = transfers.inBucket(
                    object.bucket(), () -> object.counting(attempts).createUpload(marked, checksum));
        } catch (StoreFailure failure) {
            int lost = attempts.retries() + (failure.kind() == STORE_UNAVAILABLE ? 1 : 0);
            throw new Search(turn, object, known, attempts)
                    .end(lost, transfers.patienceAfter(failure))
                    .map(left -> left.namedIn(failure))
                    .orElse(failure);
        } catch (RuntimeException | Error failure) {
            turn.close();
            throw failure;
        }
        later.forEach(search -> search.begun(upload));
        known.ifPresent(ids -> ids.add(upload.id()));
        new Search(turn, object, known, attempts).end(attempts.retries(), transfers.deadline());
        return object.upload(upload.id());
    }

    /** The uploads of the key, or nothing if S3 does not tell. A dead S3 is not asked twice. */
    private static Optional<Set<String>> list(S3Object object) {
        try {
            return Optional.of(setOf(object.uploadIds()));
        } catch (StoreFailure failure) {
            if (S3Failures.isTimeout(failure)) {
                throw failure;
            }
            return S3Failures.isNoSuchBucket(failure) ? Optional.of(setOf(List.of())) : Optional.empty();
        }
    }

    private static Set<String> setOf(List<String> ids) {
        Set<String> set = ConcurrentHashMap.newKeySet();
        set.addAll(ids);
        return set;
    }

    /** The search for the orphans of one request. It holds the turn, so that no upload of this process is taken for one. */
    private final class Search {

        private final KeyLocks.Held turn;
        private final S3Object object;
        private final Optional<Set<String>> known;
        private final RetryCounter attempts;

        private Search(KeyLocks.Held turn, S3Object object, Optional<Set<String>> known, RetryCounter attempts) {
            this.turn = turn;
            this.object = object;
            this.known = known;
            this.attempts = attempts;
        }

        /**
         * Removes what requests may have left whose answers were lost, and gives the turn back. After the patience is over it goes
         * on by itself.
         *
         * @return what is left of that, as far as is known in time
         */
        private Optional<OrphanedUploads> end(int lost, Duration patience) {
            AtomicReference<OrphanedUploads> left = new AtomicReference<>();
            if (lost == 0) {
                turn.close();
                return Optional.empty();
            }
            try {
                Workers.succeeds(transfers.workers().start(() -> left.set(run(lost))), patience);
            } catch (RejectedExecutionException e) {
                LOG.warnf("An upload of %s without parts may be left, as this instance stops.", object.key());
                turn.close();
            }
            return Optional.ofNullable(left.get());
        }

        private OrphanedUploads run(int lost) {
            int found = 0;
            try {
                if (known.isEmpty()) {
                    LOG.warnf("An upload of %s without parts may be left; S3 does not list uploads.", object.key());
                    return null;
                }
                OrphanedUploads orphans = OrphanedUploads.find(object, known.get());
                found = orphans.count();
                return (found <= lost ? orphans.remove() : orphans).log();
            } catch (StoreFailure failure) {
                LOG.warnf("An upload of %s without parts may be left. %s", object.key(), failure.getMessage());
                return null;
            } finally {
                turn.close();
                if (known.isPresent() && attempts.unanswered() > found) {
                    later.add(this);
                    CompletableFuture.delayedExecutor(
                                    transfers.deadline().toMillis(),
                                    TimeUnit.MILLISECONDS,
                                    transfers.workers().executor())
                            .execute(this::lookAgain);
                }
            }
        }

        private void begun(S3Upload upload) {
            if (upload.object().key().equals(object.key())) {
                known.ifPresent(ids -> ids.add(upload.id()));
            }
        }

        /**
         * S3 may do later what it was asked for, when nobody waits for its answer. By then other instances may have begun uploads,
         * so that this removes nothing.
         */
        private void lookAgain() {
            try {
                KeyLocks.Held again = turns.acquire(object.key(), transfers.deadline());
                try {
                    OrphanedUploads.find(object, known.orElseThrow()).log();
                } finally {
                    again.close();
                }
            } catch (StoreFailure failure) {
                LOG.warnf("An upload of %s without parts may be left. %s", object.key(), failure.getMessage());
            } finally {
                later.remove(this);
            }
        }
    }
}
