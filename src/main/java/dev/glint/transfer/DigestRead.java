package dev.glint.transfer;

import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;

import dev.glint.image.ImageDigests;
import dev.glint.source.Cancellation;
import dev.glint.source.ImageContent;
import java.util.concurrent.CompletableFuture;

/** Reads content only for its digests. Holds two pieces at a time: one is read while the other is digested. */
public final class DigestRead {

    private final PartBuffers buffers;
    private final long pieceSize;
    private final Cancellation cancellation;
    private final Digester digester;
    private CompletableFuture<Void> previous = CompletableFuture.completedFuture(null);

    /** {@code pieceSize}: how many bytes are read at a time. */
    public DigestRead(PartBuffers buffers, long pieceSize, Digester digester, Cancellation cancellation) {
        this.buffers = buffers;
        this.pieceSize = pieceSize;
        this.digester = digester;
        this.cancellation = cancellation;
    }

    /**
     * The digests of what S3 gives.
     *
     * @throws dev.glint.image.StoreFailure {@code STORE_UNAVAILABLE} if it breaks off, or is not what the ETag says
     */
    public ImageDigests of(ImageContent content) {
        try {
            while (!content.atEnd()) {
                digest(read(content));
            }
        } finally {
            previous.exceptionally(thrown -> null).join();
        }
        Futures.join(previous);
        return digester.digests()
                .orElseThrow(() ->
                        STORE_UNAVAILABLE.because("The bytes that S3 gave are not those that it stored; try again."));
    }

    private PartBuffer read(ImageContent content) {
        PartBuffer piece = buffers.take(pieceSize, cancellation);
        try {
            piece.fill(content, pieceSize);
            return piece;
        } catch (RuntimeException | Error failure) {
            piece.close();
            throw failure;
        }
    }

    private void digest(PartBuffer piece) {
        CompletableFuture<Void> before = previous;
        previous = digester.update(piece).whenComplete((done, thrown) -> piece.close());
        Futures.join(before);
    }
}
