package dev.glint.store;

import dev.glint.image.HashAlgorithm;
import dev.glint.image.ImageDigests;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Digests parts in the order in which they are given, each digest on a thread of its own, beside the transfer. */
final class Digester {

    private final HashAlgorithm algorithm;
    private final Executor executor;
    private final MessageDigest checksum = HashAlgorithm.newChecksum();
    private final Optional<MessageDigest> hash;
    private CompletableFuture<Void> checksumUpToHere = CompletableFuture.completedFuture(null);
    private CompletableFuture<Void> hashUpToHere = CompletableFuture.completedFuture(null);

    Digester(HashAlgorithm algorithm, Executor executor) {
        this.algorithm = algorithm;
        this.executor = executor;
        this.hash = algorithm.newDigest();
    }

    /** Answers a future that is complete when the part has been digested. */
    CompletableFuture<Void> update(PartBuffer part) {
        checksumUpToHere = checksumUpToHere.thenRunAsync(() -> part.updateDigest(checksum), executor);
        if (hash.isPresent()) {
            hashUpToHere = hashUpToHere.thenRunAsync(() -> part.updateDigest(hash.get()), executor);
        }
        return CompletableFuture.allOf(checksumUpToHere, hashUpToHere);
    }

    /** The digests of all parts, which must have been digested. */
    ImageDigests digests() {
        return new ImageDigests(hex(checksum), algorithm, hash.map(Digester::hex));
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }
}
