package dev.glint.exclusive;

import static dev.glint.config.ConditionalOperation.PUT;
import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;

import dev.glint.image.StoreFailure;
import dev.glint.s3.ConditionalWrites.Finding;
import dev.glint.s3.S3Failures;
import dev.glint.s3.S3Object;
import dev.glint.s3.SeenObject;
import dev.glint.s3.Transfers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The claim to be the only call, of all calls in all processes, that completes an upload of a key. It is an object with a name
 * that no image can have, made with {@code If-None-Match: *}. It says which upload its holder is about to complete.
 *
 * <p>A claim is good for two deadlines, by S3's clock or as another call has watched it. After that the other call aborts the
 * upload of the holder, so that the holder cannot complete it any more, and makes an object that succeeds the claim. The name of
 * that object follows from the text of the claim, so that each claim has at most one successor. The holder of the last claim
 * removes them all, the first one first. A holder that is late succeeds itself before it removes anything; if another call has
 * succeeded it, it leaves all to that call. A killed holder leaves its claim to the next call for the key, or to the lifecycle rule.
 *
 * <p>Two pauses are not covered. First: S3 has the holder's request to complete the upload, and executes it only after it has
 * told another call, two deadlines later, that the upload is aborted. Second: the holder has seen that its time is not over, and is
 * paused for more than a deadline before S3 has its request to remove the claim; this may let in a third call beside its successor.
 *
 * <p>If the holder was killed while it finished a direct upload, and the next call is about another upload, the direct one is lost.
 */
final class CompletionClaim {

    private static final Logger LOG = Logger.getLogger(CompletionClaim.class);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final Transfers transfers;
    private final S3Object object;
    private final String upload;
    private final String text;
    private final Duration lease;
    /** When this call first saw a claim of another one. */
    private final Map<String, Long> watched = new HashMap<>();
    /** From the first one on: those that are over, and that of this call. */
    private final List<Claim> claims = new ArrayList<>();

    private long requestedAt;

    CompletionClaim(Transfers transfers, S3Object object, String upload) {
        this.transfers = transfers;
        this.object = object;
        this.upload = upload;
        this.text = UUID.randomUUID() + " " + upload;
        this.lease = transfers.deadline().multipliedBy(2);
    }

    /**
     * Waits for the claim.
     *
     * @param look ends the waiting with what it finds
     * @return what was found; empty if this call holds the claim now
     * @throws StoreFailure {@code STORE_UNAVAILABLE} if other calls hold it for too long
     */
    <T> Optional<T> acquire(Supplier<Optional<T>> look) {
        long end = System.nanoTime() + lease.multipliedBy(2).toNanos();
        long pause = FIRST_PAUSE.toNanos();
        while (!isAcquired()) {
            Optional<T> found = look.get();
            if (found.isPresent()) {
                return found;
            }
            if (System.nanoTime() > end) {
                throw STORE_UNAVAILABLE
                        .because("Other calls are busy with the image %s; try again.", object.key())
                        .about(object.key());
            }
            // Calls that wait for the same one do not all ask at the same moment.
            LockSupport.parkNanos(pause / 2 + ThreadLocalRandom.current().nextLong(pause));
            pause = Math.min(2 * pause, LONGEST_PAUSE.toNanos());
        }
        return Optional.empty();
    }

    /** Goes from the first claim over those that are over; answers whether the next one is ours. */
    private boolean isAcquired() {
        claims.clear();
        S3Object place = Claim.first(object);
        while (true) {
            Optional<Claim> claim = make(place);
            if (claim.isPresent() && !isOurs(claim.get())) {
                if (!isOver(claim.get())) {
                    return false;
                }
                stop(claim.get());
                claims.add(claim.get());
                place = claim.get().successor();
            } else if (claim.isPresent() && isLast(claim.get())) {
                return true;
            } else {
                // They were removed meanwhile.
                claims.clear();
                place = Claim.first(object);
            }
        }
    }

    /** Makes a claim, unless there is one; answers that which is there then. It can be gone before it was read. */
    private Optional<Claim> make(S3Object place) {
        requestedAt = System.nanoTime();
        try {
            return Optional.of(new Claim(new SeenObject(place, place.putText(text)), text, Duration.ZERO));
        } catch (StoreFailure failure) {
            if (S3Failures.isConditionFailed(failure)) {
                // It is ours if an attempt succeeded whose answer was lost.
                return place.small().map(body -> Claim.of(place, body));
            }
            if (S3Failures.isNotImplemented(failure)) {
                object.bucket().conditions().found(PUT, Finding.REFUSED);
            } else if (failure.kind() == STORE_UNAVAILABLE) {
                // In time before another call can succeed it.
                S3Object perhaps = place.within(transfers.deadline().dividedBy(2));
                transfers.workers().attempt(() -> removeIfOurs(perhaps), transfers.patienceAfter(failure));
            }
            throw failure;
        }
    }

    private void removeIfOurs(S3Object place) {
        place.small().map(body -> Claim.of(place, body)).filter(this::isOurs).ifPresent(Claim::remove);
    }

    private boolean isOurs(Claim claim) {
        return claim.text().equals(text);
    }

    private boolean isOver(Claim claim) {
        long now = System.nanoTime();
        long since = watched.computeIfAbsent(claim.text(), first -> now);
        return claim.age().compareTo(lease) >= 0 || now - since >= lease.toNanos();
    }

    /** Makes sure that the holder of a claim that is over completes nothing any more. */
    private void stop(Claim claim) {
        if (!claim.upload().equals(Claim.NO_UPLOAD) && !claim.upload().equals(upload)) {
            object.upload(claim.upload()).abort();
        }
    }

    /** Whether a claim of ours counts: all that it succeeds are still there. Else it is removed. */
    private boolean isLast(Claim own) {
        claims.add(own);
        String firstText = claims.get(0).text();
        boolean last = claims.size() == 1;
        try {
            last = last || Claim.first(object).text().filter(firstText::equals).isPresent();
        } finally {
            if (!last) {
                own.remove();
            }
        }
        return last;
    }

    /** Gives the claim back; what cannot be removed is left to the next call, or to the lifecycle rule. */
    void release(Duration patience) {
        if (!transfers.workers().attempt(this::remove, patience)) {
            LOG.warnf(
                    "The claim %s may be left: it could not be removed.",
                    Claim.first(object).key());
        }
    }

    private void remove() {
        boolean late = System.nanoTime() - requestedAt > transfers.deadline().toNanos();
        if (!late || isSucceededByUs()) {
            claims.forEach(Claim::remove);
        }
    }

    private boolean isSucceededByUs() {
        return make(claims.get(claims.size() - 1).successor())
                .filter(this::isOurs)
                .filter(this::isLast)
                .isPresent();
    }
}
