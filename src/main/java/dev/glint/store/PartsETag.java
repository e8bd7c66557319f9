package dev.glint.store;

import dev.glint.image.HashAlgorithm;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The ETag that S3 computes for an object of parts of one size: the MD5 of their MD5s, and how many there are. It is computed
 * beside the transfer, from pieces in their order, none of which may reach into the next part.
 */
final class PartsETag {

    private final long partSize;
    private final Executor executor;
    private final MessageDigest part = HashAlgorithm.newChecksum();
    private final MessageDigest parts = HashAlgorithm.newChecksum();
    private long inPart;
    private int count;
    private CompletableFuture<Void> upToHere = CompletableFuture.completedFuture(null);

    PartsETag(long partSize, Executor executor) {
        this.partSize = partSize;
        this.executor = executor;
    }

    /** How many bytes are missing to the end of the part. */
    long left() {
        return partSize - inPart;
    }

    /** Answers a future that is complete when the piece has been digested. */
    CompletableFuture<Void> update(PartBuffer piece) {
        boolean first = inPart == 0;
        inPart = (inPart + piece.size()) % partSize;
        count += first ? 1 : 0;
        boolean last = inPart == 0;
        upToHere = upToHere.thenRunAsync(
                () -> {
                    piece.updateDigest(part);
                    if (last) {
                        parts.update(part.digest());
                    }
                },
                executor);
        return upToHere;
    }

    /** The ETag of all pieces, which must have been digested. */
    String value() {
        if (inPart > 0) {
            parts.update(part.digest());
        }
        return HexFormat.of().formatHex(parts.digest()) + "-" + count;
    }
}
