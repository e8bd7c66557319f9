package dev.glint.store;

import dev.glint.exclusive.Exclusivity;
import dev.glint.image.DeclaredContent;
import dev.glint.image.RequestId;
import dev.glint.s3.S3Object;
import dev.glint.s3.Transfers;
import dev.glint.source.Cancellation;
import dev.glint.source.ImageSource;
import dev.glint.transfer.ActiveCalls;
import jakarta.inject.Singleton;

/** Writes images: S3 copies those that it can, and the bytes of all others are read and sent. */
@Singleton
class ImageWriter {

    private final Transfers transfers;
    private final Exclusivity exclusivity;
    private final ServerCopies copies;
    private final ActiveCalls active;

    ImageWriter(Transfers transfers, Exclusivity exclusivity, ServerCopies copies, ActiveCalls active) {
        this.transfers = transfers;
        this.exclusivity = exclusivity;
        this.copies = copies;
        this.active = active;
    }

    /** Writes an object that must not exist before, as {@link ImageStore#add} describes. */
    WriteResult write(
            S3Object object,
            ImageSource source,
            DeclaredContent declared,
            RequestId requestId,
            Cancellation cancellation) {
        Ownership ownership = new Ownership(transfers, object, AddMetadata.of(requestId), declared, cancellation);
        WriteTarget target = new WriteTarget(transfers, exclusivity, object, ownership, cancellation);
        WriteResult written = active.run(
                cancellation,
                () -> copies.copy(target, source, declared)
                        .orElseGet(() -> ExclusiveWrite.write(target, source, declared)));
        if (written.byThisCall()) {
            transfers.metrics().stored(written.bytes().size());
        }
        return written;
    }
}
