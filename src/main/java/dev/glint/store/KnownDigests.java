package dev.glint.store;

import dev.glint.direct.UploadMetadata;
import dev.glint.image.ImageDigests;
import dev.glint.s3.ETags;
import dev.glint.s3.S3Object;
import dev.glint.s3.Transfers;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** The digests that are stored with an image: in its metadata if it was written with one request, else in its tags. */
final class KnownDigests {

    private KnownDigests() {}

    /**
     * Finds them; empty where they are not known. Makes no request if the metadata has them, else one.
     *
     * @param found what S3 says of the object
     */
    static Optional<ImageDigests> find(Transfers transfers, S3Object object, HeadObjectResponse found) {
        Optional<ImageDigests> written = inMetadata(found);
        return written.isPresent() ? written : transfers.digestTags().find(object, found.eTag());
    }

    /** What a tool that changes an object may have kept, or a client sent that not every server refuses, is not believed. */
    private static Optional<ImageDigests> inMetadata(HeadObjectResponse found) {
        return UploadMetadata.of(found.metadata()).isPresent()
                ? Optional.empty()
                : AddMetadata.of(found.metadata()).digests().filter(digests -> ETags.allow(digests.checksum(), found));
    }
}
