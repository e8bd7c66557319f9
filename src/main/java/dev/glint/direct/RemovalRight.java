package dev.glint.direct;

import static dev.glint.config.ConditionalOperation.PUT;
import static dev.glint.image.StoreFailure.Kind.DUPLICATE;
import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;

import dev.glint.image.StoreFailure;
import dev.glint.s3.ConditionalWrites;
import dev.glint.s3.S3Bucket;
import dev.glint.s3.S3Failures;
import dev.glint.s3.S3Object;
import dev.glint.s3.Transfers;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * The right to remove what a direct upload in parts has made. At most one call has it, of all calls in all processes: it is an
 * object with a name that no image can have, written with {@code If-None-Match: *}.
 *
 * <p>Whether the image stays is decided once, by a second such object. The holder writes that it removes the image before it does
 * so. A call without the right writes that the image stays before it answers that it is stored. The first of them wins, so that
 * no image goes after somebody was told that it is there. No call waits for another.
 *
 * <p>A process that is killed leaves these objects. They hinder no other call, and the lifecycle rule of the bucket removes them after a
 * day. A holder that is paused for as long as that, between its decision and the removal, is the one case that is not covered.
 */
final class RemovalRight {

    private static final Logger LOG = Logger.getLogger(RemovalRight.class);

    /** No image id has a slash. */
    private static final String PREFIX = ".glint/finish/";

    private static final String KEPT = "kept";
    private static final String REMOVED = "removed";
    private static final int ATTEMPTS = 8;

    private final Transfers transfers;
    private final S3Object holder;
    private final S3Object decision;
    private final String token;
    private final boolean held;

    private RemovalRight(Transfers transfers, S3Bucket bucket, String upload, String token, boolean held) {
        this.transfers = transfers;
        this.holder = bucket.object(PREFIX + upload);
        this.decision = bucket.object(PREFIX + upload + ".decision");
        this.token = token;
        this.held = held;
    }

    /** The view of a call that cannot remove what an upload has made. */
    static RemovalRight none(Transfers transfers, S3Bucket bucket, String upload) {
        return new RemovalRight(transfers, bucket, upload, "", false);
    }

    /**
     * Takes the right, if no other call has it and the server knows conditions; else this call cannot remove anything.
     *
     * @throws StoreFailure {@code STORE_UNAVAILABLE}; the upload is then as it was
     */
    static RemovalRight claim(Transfers transfers, S3Bucket bucket, String upload) {
        if (!bucket.conditions().honours(PUT)) {
            return none(transfers, bucket, upload);
        }
        RemovalRight right =
                new RemovalRight(transfers, bucket, upload, UUID.randomUUID().toString(), true);
        try {
            right.holder.putText(right.token);
            return right;
        } catch (StoreFailure failure) {
            if (S3Failures.isNotImplemented(failure)) {
                bucket.conditions().found(PUT, ConditionalWrites.Finding.REFUSED);
            }
            if (failure.kind() == STORE_UNAVAILABLE && !S3Failures.isNotImplemented(failure)) {
                transfers.workers().attempt(right::releaseIfHeld, transfers.patienceAfter(failure));
                throw failure;
            }
            // An attempt of ours that got no answer may have succeeded.
            return failure.kind() == DUPLICATE && right.isOurs() ? right : none(transfers, bucket, upload);
        }
    }

    private boolean isOurs() {
        return holder.text().filter(token::equals).isPresent();
    }

    private void releaseIfHeld() {
        if (isOurs()) {
            removeObjects();
        }
    }

    boolean isHeld() {
        return held;
    }

    /** Decides that the image goes; answers whether this call may remove it now. */
    boolean decideRemoval() {
        if (!held) {
            return false;
        }
        try {
            String ours = REMOVED + " " + token;
            try {
                decision.putText(ours);
            } catch (StoreFailure failure) {
                if (decision.within(transfers.patienceAfter(failure))
                        .text()
                        .filter(ours::equals)
                        .isEmpty()) {
                    return false;
                }
            }
            return isOurs();
        } catch (StoreFailure failure) {
            return false;
        }
    }

    /**
     * Decides that the image stays, if another call could still remove it. For calls that do not hold the right.
     *
     * @return whether it stays; if not, its holder has decided that it goes
     * @throws StoreFailure {@code STORE_UNAVAILABLE} if that cannot be found out
     */
    boolean decideToKeep() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (!holder.exists()) {
                return isKept(decision.text());
            }
            try {
                decision.putText(KEPT);
                if (!holder.exists()) {
                    decision.delete();
                }
                return true;
            } catch (StoreFailure failure) {
                Optional<String> decided =
                        decision.within(transfers.patienceAfter(failure)).text();
                if (decided.isPresent()) {
                    return isKept(decided);
                }
                if (failure.kind() != DUPLICATE) {
                    throw failure;
                }
            }
        }
        throw STORE_UNAVAILABLE.because("Other calls finish the same upload; repeat the same request.");
    }

    private static boolean isKept(Optional<String> decided) {
        return decided.filter(text -> text.startsWith(REMOVED)).isEmpty();
    }

    /** Gives the right back; what cannot be removed is left to the lifecycle rule. */
    void release(Duration patience) {
        if (held && !transfers.workers().attempt(this::removeObjects, patience)) {
            LOG.warnf("The object %s could not be removed.", holder.key());
        }
    }

    /** In this order a decision that comes at the same moment is removed by this call or by the one that wrote it. */
    private void removeObjects() {
        holder.delete();
        decision.delete();
    }
}
