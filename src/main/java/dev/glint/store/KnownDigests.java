package dev.glint.store;

import dev.glint.direct.UploadMetadata;
import dev.glint.image.KnownContent;
import dev.glint.s3.ETags;
import dev.glint.s3.S3Object;
import dev.glint.s3.Transfers;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** The digests and the format that are stored with an image: in its metadata if it was written with one request, else in its tags. */
final class KnownDigests {

    private KnownDigests() {}

    /**
     * Finds them, as far as they are known. Makes no request if the metadata has them, else one.
     *
     * @param found what S3 says of the object
     */
    static KnownContent find(Transfers transfers, S3Object object, HeadObjectResponse found) {
        KnownContent written = inMetadata(found);
        return written.digests().isPresent() ? written : transfers.digestTags().find(object, found.eTag());
    }

    /** What a tool that changes an object may have kept, or a client sent that not every server refuses, is not believed. */
    private static KnownContent inMetadata(HeadObjectResponse found) {
        KnownContent written = AddMetadata.of(found.metadata()).content();
        boolean believed = UploadMetadata.of(found.metadata()).isEmpty()
                && written.digests()
                        .filter(digests -> ETags.allow(digests.checksum(), found))
                        .isPresent();
        return believed ? written : KnownContent.NOTHING;
    }
}
