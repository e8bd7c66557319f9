package dev.glint.store;

import dev.glint.config.StoreSettings;
import dev.glint.direct.UploadMetadata;
import dev.glint.image.DeclaredContent;
import dev.glint.image.ImageDigests;
import dev.glint.image.ImageLocation;
import dev.glint.s3.CopySource;
import dev.glint.s3.S3Clients;
import dev.glint.s3.S3Object;
import dev.glint.s3.Transfers;
import dev.glint.source.ImageSource;
import dev.glint.transfer.ContentSummary;
import dev.glint.transfer.FormatCheck;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Lets S3 copy images of our own bucket whose digests are known. Glint reads only the bytes that tell their format. Images in
 * other buckets are not copied: whoever writes there could have stored wrong digests with them. A server that has shown once that
 * it does not copy is not asked again.
 */
@Singleton
class ServerCopies {

    private static final Logger LOG = Logger.getLogger(ServerCopies.class);

    /** How many bytes a second a server can be expected to copy. */
    private static final long PACE = 16 << 20;

    private final StoreSettings settings;
    private final S3Clients clients;
    private final Transfers transfers;
    private volatile boolean possible = true;

    ServerCopies(StoreSettings settings, S3Clients clients, Transfers transfers) {
        this.settings = settings;
        this.clients = clients;
        this.transfers = transfers;
    }

    /**
     * Writes an object as a copy of its source. Empty if S3 cannot copy it, or not so that the copy can be compared; then nothing
     * is left, and the source is to be read. So is a source that one request can write: a copy takes more of them.
     *
     * @throws dev.glint.image.StoreFailure {@code CONTENT_MISMATCH} if the source is not what is declared, {@code UNSAFE_IMAGE} if it
     *     may not be stored; nothing is copied then. Else as {@link ExclusiveWrite#write}
     */
    Optional<WriteResult> copy(WriteTarget target, ImageSource source, DeclaredContent declared) {
        if (!possible || !(source instanceof StoredSource stored) || !isOurs(stored.location())) {
            return Optional.empty();
        }
        S3Object object = clients.object(stored.location());
        return object.head()
                .filter(found -> found.contentLength() > transfers.partSize() && found.contentLength() <= stored.most())
                .filter(found -> !UploadMetadata.isOfSinglePut(found))
                .flatMap(found -> copy(target, object, found, declared));
    }

    /** Our own keys have to read it and to write the copy. Those of a caller may only read. */
    private boolean isOurs(ImageLocation location) {
        return location.endpoint().equals(settings.endpoint)
                && location.bucket().equals(settings.bucket)
                && (location.credentials().isEmpty() || location.credentials().equals(settings.credentials));
    }

    private Optional<WriteResult> copy(
            WriteTarget target, S3Object object, HeadObjectResponse found, DeclaredContent declared) {
        Optional<ImageDigests> digests = KnownDigests.find(transfers, object, found)
                .digests()
                .filter(known -> known.algorithm() == declared.algorithm());
        return digests.flatMap(known -> CopySource.of(object, found)
                        .filter(original -> original.canHave(known.checksum()))
                        .filter(this::isCopiedInTime))
                .map(original ->
                        new ServerCopy(target, original, checked(target, object, found, digests.get(), declared)))
                .flatMap(this::run);
    }

    /** What is known of the source, and its format, for which its first bytes are read. */
    private ContentSummary checked(
            WriteTarget target,
            S3Object object,
            HeadObjectResponse found,
            ImageDigests digests,
            DeclaredContent declared) {
        long size = found.contentLength();
        declared.checkSize(size);
        declared.checkDigests(digests);
        FormatCheck check = transfers.newFormatCheck(declared);
        return new ContentSummary(
                size, digests, transfers.format(object, found.eTag(), size, check, target.cancellation()));
    }

    /** S3 may be silent while it copies a part, for as long as a client waits for a sign of life. */
    private boolean isCopiedInTime(CopySource original) {
        return original.largestPart()
                <= PACE * transfers.deadline().dividedBy(3).toMillis() / 1000;
    }

    private Optional<WriteResult> run(ServerCopy copy) {
        try {
            return Optional.of(copy.run());
        } catch (ServerCopy.NotCopied reason) {
            if (reason.isLasting()) {
                possible = false;
            }
            LOG.infof("An image is read and sent, as S3 did not copy it. %s", reason.getMessage());
            return Optional.empty();
        }
    }
}
