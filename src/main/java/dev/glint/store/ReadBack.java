package dev.glint.store;

import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;

import dev.glint.image.HashAlgorithm;
import dev.glint.image.ImageDigests;
import dev.glint.source.Cancellation;
import dev.glint.source.ImageContent;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Reads an object for its digests alone. Holds two pieces at a time: one is read while the other is digested. */
final class ReadBack {

    private final UploadResources resources;
    private final Cancellation cancellation;
    private final Digester digester;
    private final Optional<PartsETag> etag;
    private CompletableFuture<Void> previous = CompletableFuture.completedFuture(null);

    private ReadBack(
            UploadResources resources, HashAlgorithm algorithm, Optional<PartsETag> etag, Cancellation cancellation) {
        this.resources = resources;
        this.cancellation = cancellation;
        this.digester = resources.newDigester(algorithm);
        this.etag = etag;
    }

    /**
     * The digests of what S3 gives.
     *
     * @throws dev.glint.image.StoreFailure {@code STORE_UNAVAILABLE} if it breaks off, or is not what the ETag says
     */
    static ImageDigests of(
            UploadResources resources, ImageContent content, HashAlgorithm algorithm, Cancellation cancellation) {
        return new ReadBack(resources, algorithm, Optional.empty(), cancellation).run(content);
    }

    /** The same of an object of parts, whose ETag tells nothing to whoever does not know their size. */
    static ImageDigests ofParts(
            UploadResources resources,
            ImageContent content,
            HashAlgorithm algorithm,
            long partSize,
            String expected,
            Cancellation cancellation) {
        PartsETag etag = new PartsETag(partSize, resources.executor());
        ImageDigests digests = new ReadBack(resources, algorithm, Optional.of(etag), cancellation).run(content);
        if (!etag.value().equals(expected)) {
            throw changed();
        }
        return digests;
    }

    private ImageDigests run(ImageContent content) {
        try {
            while (!content.atEnd()) {
                digest(read(content));
            }
        } finally {
            previous.exceptionally(thrown -> null).join();
        }
        Futures.join(previous);
        ImageDigests digests = digester.digests();
        if (!content.vouched().agreeWith(digests)) {
            throw changed();
        }
        return digests;
    }

    private PartBuffer read(ImageContent content) {
        long size = Math.min(resources.partSize(), etag.map(PartsETag::left).orElse(Long.MAX_VALUE));
        PartBuffer piece = resources.buffers().take(size, cancellation);
        try {
            piece.fill(content, size);
            return piece;
        } catch (RuntimeException | Error failure) {
            piece.close();
            throw failure;
        }
    }

    private void digest(PartBuffer piece) {
        CompletableFuture<Void> beside =
                etag.map(parts -> parts.update(piece)).orElseGet(() -> CompletableFuture.completedFuture(null));
        CompletableFuture<Void> both = CompletableFuture.allOf(digester.update(piece), beside);
        CompletableFuture<Void> before = previous;
        previous = both.whenComplete((done, thrown) -> piece.close());
        Futures.join(before);
    }

    private static RuntimeException changed() {
        return STORE_UNAVAILABLE.because("The bytes that S3 gave are not those that it stored; try again.");
    }
}
