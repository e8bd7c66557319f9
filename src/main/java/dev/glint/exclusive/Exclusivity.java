package dev.glint.exclusive;

import static dev.glint.config.ConditionalOperation.COMPLETE;
import static dev.glint.config.ConditionalOperation.PUT;
import static dev.glint.image.StoreFailure.Kind.BAD_STORE_CONFIGURATION;

import dev.glint.config.StoreSettings;
import dev.glint.image.StoreFailure;
import dev.glint.s3.ConditionalWrites;
import dev.glint.s3.ConditionalWrites.Finding;
import dev.glint.s3.S3Bucket;
import dev.glint.s3.S3Failures;
import dev.glint.s3.S3Object;
import dev.glint.s3.S3Upload;
import dev.glint.s3.Transfers;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Writes that replace no object, with the conditions that the server honours. Where it ignores or refuses that of completions, but
 * honours that of a PUT, a {@link CompletionClaim} lets one call at a time complete an upload of a key.
 */
@Singleton
public class Exclusivity {

    private final StoreSettings settings;
    private final Transfers transfers;
    private final ConditionProbe probe;

    public Exclusivity(StoreSettings settings, Transfers transfers) {
        this.settings = settings;
        this.transfers = transfers;
        this.probe = new ConditionProbe(transfers);
    }

    /**
     * What the server of our bucket does with conditions. If that is not known yet, it is found out.
     *
     * @throws StoreFailure {@code BAD_STORE_CONFIGURATION} if no write there can be exclusive, and has to be
     */
    public ConditionalWrites conditions(S3Bucket bucket) {
        probe.ask(bucket);
        if (settings.writes.exclusive() && !bucket.conditions().allowExclusiveWrites()) {
            throw BAD_STORE_CONFIGURATION.because(
                    "This S3 honours no condition of a write, so that two adds of one id could both succeed; use another "
                            + "server, or set s3.store.exclusive-writes to best-effort.");
        }
        return bucket.conditions();
    }

    /**
     * Completes an upload as the only call that does so, as far as the server makes that possible.
     *
     * @param look what the object that is there comes to; empty if there is none. It is asked again while another call holds the
     *     claim
     * @param completion completes the upload with {@link #request}
     */
    public <T> T complete(S3Upload upload, Supplier<Optional<T>> look, Supplier<T> completion) {
        S3Object object = upload.object();
        while (true) {
            ConditionalWrites conditions = conditions(object.bucket());
            int refused = conditions.refused();
            try {
                return needsClaim(conditions)
                        ? claimed(new CompletionClaim(transfers, object, upload.id()), look, completion)
                        : look.get().orElseGet(completion);
            } catch (StoreFailure failure) {
                if (!S3Failures.isNotImplemented(failure) || conditions.refused() == refused) {
                    throw failure;
                }
                // The server has just shown that it does not do what was known of it.
            }
        }
    }

    /** Asks S3 to complete an upload, and answers the ETag; {@code DUPLICATE} if there is an object and the server can tell. */
    public String request(S3Upload upload, Collection<CompletedPart> parts) {
        ConditionalWrites conditions = upload.object().bucket().conditions();
        if (conditions.refuses(COMPLETE)) {
            return upload.completeUnconditionally(parts);
        }
        try {
            return upload.complete(parts);
        } catch (StoreFailure failure) {
            if (S3Failures.isNotImplemented(failure)) {
                conditions.found(COMPLETE, Finding.REFUSED);
            }
            throw failure;
        }
    }

    /**
     * Looks at an object that a PUT has made. If another call is about to complete an upload of this key, that may still replace
     * the object, so that this call waits for its end.
     */
    public <T> T confirm(S3Object object, Supplier<T> look) {
        boolean claimed =
                needsClaim(object.bucket().conditions()) && Claim.first(object).exists();
        return claimed
                ? claimed(new CompletionClaim(transfers, object, Claim.NO_UPLOAD), Optional::empty, look)
                : look.get();
    }

    /** Whether the completion of an upload could replace what a PUT has made. */
    public boolean needsClaim(ConditionalWrites conditions) {
        return conditions.honours(PUT) && !conditions.honours(COMPLETE);
    }

    private <T> T claimed(CompletionClaim claim, Supplier<Optional<T>> look, Supplier<T> work) {
        Optional<T> existing = look.get().or(() -> claim.acquire(look));
        if (existing.isPresent()) {
            return existing.get();
        }
        try {
            T result = look.get().orElseGet(work);
            claim.release(transfers.deadline());
            return result;
        } catch (RuntimeException | Error failure) {
            claim.release(transfers.patienceAfter(failure));
            throw failure;
        }
    }
}
