package dev.glint.transfer;

import dev.glint.image.HashAlgorithm;
import dev.glint.image.ImageDigests;
import dev.glint.image.VouchedDigests;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Digests parts in the order in which they are given, each digest on a thread of its own, beside the transfer. */
public final class Digester {

    private final HashAlgorithm algorithm;
    private final VouchedDigests vouched;
    private final Executor executor;
    private final MessageDigest checksum = HashAlgorithm.newChecksum();
    private final Optional<MessageDigest> hash;
    private final Optional<PartsETag> partsETag;
    private CompletableFuture<Void> checksumUpToHere = CompletableFuture.completedFuture(null);
    private CompletableFuture<Void> hashUpToHere = CompletableFuture.completedFuture(null);
    private CompletableFuture<Void> partsETagUpToHere = CompletableFuture.completedFuture(null);

    /** {@code vouched}: what the digests are to be compared with in the end. */
    public Digester(HashAlgorithm algorithm, VouchedDigests vouched, Executor executor) {
        this.algorithm = algorithm;
        this.vouched = vouched;
        this.executor = executor;
        this.hash = algorithm.newDigest();
        this.partsETag = vouched.parts().map(parts -> new PartsETag(parts.partSize()));
    }

    /** Answers a future that is complete when the part has been digested. */
    public CompletableFuture<Void> update(PartBuffer part) {
        checksumUpToHere = checksumUpToHere.thenRunAsync(() -> part.updateDigest(checksum), executor);
        if (hash.isPresent()) {
            hashUpToHere = hashUpToHere.thenRunAsync(() -> part.updateDigest(hash.get()), executor);
        }
        if (partsETag.isPresent()) {
            partsETagUpToHere = partsETagUpToHere.thenRunAsync(() -> part.updateDigest(partsETag.get()), executor);
        }
        return CompletableFuture.allOf(checksumUpToHere, hashUpToHere, partsETagUpToHere);
    }

    /** The digests of all parts, which must have been digested; empty if they are not what was vouched for. */
    public Optional<ImageDigests> digests() {
        ImageDigests digests = new ImageDigests(hex(checksum), algorithm, hash.map(Digester::hex));
        boolean whole = partsETag.map(PartsETag::value).equals(vouched.parts().map(VouchedDigests.Parts::etag));
        return Optional.of(digests).filter(found -> whole && vouched.agreeWith(found));
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }
}
