package dev.glint.direct;

import static dev.glint.config.ConditionalOperation.PUT;
import static dev.glint.image.StoreFailure.Kind.INVALID_REQUEST;
import static dev.glint.image.StoreFailure.Kind.LOCATION_REFUSED;

import dev.glint.config.StoreSettings;
import dev.glint.exclusive.Exclusivity;
import dev.glint.image.DeclaredContent;
import dev.glint.image.FinishRequest;
import dev.glint.image.ImageId;
import dev.glint.image.ImageLocation;
import dev.glint.image.StoreFailure;
import dev.glint.s3.PartChecksum;
import dev.glint.s3.PresignedUpload;
import dev.glint.s3.Presigner;
import dev.glint.s3.S3Clients;
import dev.glint.s3.S3Failures;
import dev.glint.s3.S3Object;
import dev.glint.s3.S3Upload;
import dev.glint.s3.Transfers;
import dev.glint.s3.UploadOptions;
import dev.glint.source.Cancellation;
import dev.glint.transfer.PartPlan;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** Uploads that clients make themselves, straight to S3: how they begin, go on, and are given up. */
@Singleton
public class DirectUploads {

    private final StoreSettings settings;
    private final S3Clients clients;
    private final Transfers transfers;
    private final Exclusivity exclusivity;
    private final Presigner presigner;
    private final UploadFinisher finisher;

    DirectUploads(
            StoreSettings settings,
            S3Clients clients,
            Transfers transfers,
            Exclusivity exclusivity,
            Presigner presigner,
            UploadFinisher finisher) {
        this.settings = settings;
        this.clients = clients;
        this.transfers = transfers;
        this.exclusivity = exclusivity;
        this.presigner = presigner;
        this.finisher = finisher;
    }

    /**
     * Signs the URL for a small image, where the server honours the condition of that request; else begins a multipart upload, and
     * signs the URLs of its first parts.
     */
    public PresignedUpload begin(ImageLocation location, UploadOptions options) {
        checkFinishable(location);
        Duration expiry = presigner.expiry(options.expiry());
        long size = options.declared().size().orElseThrow();
        PartPlan plan = PartPlan.of(settings.partSize, options.declared().size());
        S3Object object = clients.object(location);
        // Where one PUT of a client could replace an image, the client's bytes are a part, which this process
        // completes.
        boolean byPut = exclusivity.conditions(object.bucket()).honours(PUT);
        boolean inParts = !byPut || size > settings.presigned.multipartThreshold();
        if (options.verify()) {
            checkFree(object, !inParts);
        }
        UploadMetadata metadata = UploadMetadata.of(options.declared());
        if (!inParts) {
            return UploadUrls.single(presigner.signing(location, expiry), metadata);
        }
        S3Upload upload =
                transfers.uploadCreator().create(object, metadata.toMap(), plan.partSize(), PartChecksum.NONE);
        UploadId id = new UploadId(metadata.upload(), size, plan.partSize(), upload.id());
        return UploadUrls.parts(presigner.signing(location, expiry), id, 1);
    }

    /** Signs URLs for the parts from a number on. */
    public PresignedUpload renew(ImageLocation location, String uploadId, int firstPart, UploadOptions options) {
        checkFinishable(location);
        UploadId id = UploadId.parse(uploadId, location.id());
        Duration expiry = presigner.expiry(options.expiry());
        if (options.declared().size().orElse(id.size()) != id.size()) {
            throw INVALID_REQUEST.because("The field size must be %d, as when the upload began.", id.size());
        }
        if (firstPart > id.partCount()) {
            throw INVALID_REQUEST.because("The field firstPart must be 1 to %d.", id.partCount());
        }
        if (options.verify()) {
            find(location, id);
        }
        return UploadUrls.parts(presigner.signing(location, expiry), id, firstPart);
    }

    /** Makes an image of what has been uploaded, unless an earlier call did. */
    public FinishedUpload finish(
            ImageId id, FinishRequest request, DeclaredContent declared, Cancellation cancellation) {
        return finisher.finish(id, request, declared, cancellation);
    }

    /**
     * Finishes what a client has written with one PUT.
     *
     * @return empty if there is nothing to finish
     */
    public Optional<FinishedUpload> finishWritten(ImageId id, DeclaredContent declared, Cancellation cancellation) {
        return finisher.finishWritten(id, declared, cancellation);
    }

    /** Gives a multipart upload up. Its URLs stop working. */
    public void abandon(ImageLocation location, String uploadId) {
        UploadId id = UploadId.parse(uploadId, location.id());
        S3Upload upload = find(location, id);
        try {
            upload.abort();
        } catch (StoreFailure failure) {
            // It may have succeeded although its answer was lost.
            if (upload.within(transfers.patienceAfter(failure)).exists()) {
                throw failure;
            }
        }
    }

    private S3Upload find(ImageLocation location, UploadId id) {
        S3Upload upload = clients.object(location).upload(id.s3Id());
        if (!upload.exists()) {
            throw UploadId.unknown(location.id());
        }
        return upload;
    }

    /** Only what {@code add} can name can be finished. */
    private void checkFinishable(ImageLocation location) {
        settings.checkAllowed(location);
        ImageId id = new ImageId(location.id());
        if (!location.toString().equals(settings.locate(id).toString())) {
            throw LOCATION_REFUSED.because("An image can only be uploaded to s3.store.bucket of s3.store.host.");
        }
    }

    private void checkFree(S3Object object, boolean bucketToo) {
        if (object.exists()) {
            throw object.taken();
        }
        if (bucketToo && !object.bucket().exists()) {
            if (!settings.createBucketOnPut) {
                throw S3Failures.noSuchBucket(object.bucket().name());
            }
            object.bucket().create();
        }
    }
}
