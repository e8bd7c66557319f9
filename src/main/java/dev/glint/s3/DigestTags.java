package dev.glint.s3;

import static dev.glint.image.StoreFailure.Kind.NOT_FOUND;
import static dev.glint.image.StoreFailure.Kind.STORE_FORBIDDEN;
import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;

import dev.glint.image.ImageDigests;
import dev.glint.image.KnownContent;
import dev.glint.image.StoreFailure;
import dev.glint.transfer.Workers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The digests of an image and its format as tags of its object. Metadata has to be sent before the bytes, so that those of an image
 * in parts, and of one that a client uploaded, cannot stand there. The tags also have the ETag of the object: another object in its
 * place does not inherit them.
 *
 * <p>Nothing depends on tags. A server that answers 501, or with something else than tags, is not asked for them again. A 403 is not
 * remembered: permissions change while a process runs, and can differ from key to key.
 */
public final class DigestTags {

    private static final Logger LOG = Logger.getLogger(DigestTags.class);

    private static final String OURS = "glint-";
    private static final String ETAG = OURS + "etag";
    /** How long an add waits for its tags; less than what a function in Lambda has left when its time is over. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final Transfers transfers;
    private final Set<S3Client> withoutTags = ConcurrentHashMap.newKeySet();
    private final Set<StoreFailure.Kind> logged = ConcurrentHashMap.newKeySet();

    DigestTags(Transfers transfers) {
        this.transfers = transfers;
    }

    /**
     * What is known of the object that has this ETag. Makes one request, or none.
     *
     * @throws StoreFailure {@code STORE_UNAVAILABLE}: another try can find them
     */
    public KnownContent find(S3Object object, String etag) {
        try {
            return read(object).map(tags -> known(etag, tags)).orElse(KnownContent.NOTHING);
        } catch (StoreFailure failure) {
            if (failure.kind() == STORE_UNAVAILABLE && !S3Failures.isNotImplemented(failure)) {
                throw failure;
            }
            note(failure, object);
            return KnownContent.NOTHING;
        }
    }

    /**
     * Stores what is known of the object that has this ETag. Never fails: the image is stored, and the log tells why its digests are
     * not. Tags of others are kept. They are read before they are written also because a server that does not know tags could take
     * the tags for the object.
     */
    public void store(S3Object object, String etag, KnownContent content) {
        Duration deadline = transfers.deadline();
        try {
            Workers.succeeds(
                    transfers.workers().start(() -> replace(object, etag, content)),
                    deadline.compareTo(PATIENCE) < 0 ? deadline : PATIENCE);
        } catch (RejectedExecutionException e) {
            LOG.warnf("The digests of %s are not stored in its tags, as this instance stops.", object.key());
        }
    }

    private void replace(S3Object object, String etag, KnownContent content) {
        try {
            Optional<Map<String, String>> present = read(object);
            if (present.isEmpty()) {
                return;
            }
            KnownContent there = known(etag, present.get());
            KnownContent both = both(content, there);
            if (!both.equals(there)) {
                Map<String, String> all = new LinkedHashMap<>(present.get());
                all.keySet().removeIf(name -> name.startsWith(OURS));
                all.put(ETAG, plain(etag));
                all.putAll(DigestProperties.of(both));
                new ObjectTags(object).replace(all);
            }
        } catch (StoreFailure failure) {
            note(failure, object);
        }
    }

    /** What is found now, and what is there already where that says more: a hash of the same bytes, say. */
    private static KnownContent both(KnownContent found, KnownContent there) {
        Optional<ImageDigests> more = there.digests()
                .filter(digests ->
                        found.digests().map(known -> hasNoHash(known, digests)).orElse(true));
        return new KnownContent(more.or(found::digests), found.format().or(there::format));
    }

    private static boolean hasNoHash(ImageDigests known, ImageDigests there) {
        return known.hash().isEmpty() && known.checksum().equals(there.checksum());
    }

    /** The tags; empty where the server is known not to have any. */
    private Optional<Map<String, String>> read(S3Object object) {
        return withoutTags.contains(object.bucket().client())
                ? Optional.empty()
                : Optional.of(new ObjectTags(object).read());
    }

    private static KnownContent known(String etag, Map<String, String> tags) {
        return plain(etag).equals(tags.get(ETAG)) ? DigestProperties.read(tags) : KnownContent.NOTHING;
    }

    /** Tags cannot have quotes. */
    private static String plain(String etag) {
        return etag.replace("\"", "");
    }

    private void note(StoreFailure failure, S3Object object) {
        if (S3Failures.isNotImplemented(failure)) {
            if (withoutTags.add(object.bucket().client())) {
                LOG.info("This S3 has no tags, which could hold the digests of images in parts and of direct uploads.");
            }
        } else if (failure.kind() == STORE_FORBIDDEN) {
            if (logged.add(STORE_FORBIDDEN)) {
                LOG.warn(
                        "S3 does not allow the use of tags, which hold the digests of images in parts and of direct uploads: "
                                + "allow s3:GetObjectTagging and s3:PutObjectTagging as deploy/iam does.");
            }
        } else if (failure.kind() != NOT_FOUND) {
            LOG.warnf("The tags of %s, which hold its digests, cannot be used. %s", object.key(), failure.getMessage());
        }
    }
}
