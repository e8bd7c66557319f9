package dev.glint.compression;

import static dev.glint.image.StoreFailure.Kind.CONTENT_MISMATCH;
import static dev.glint.image.StoreFailure.Kind.SOURCE_FAILED;

import dev.glint.image.HashAlgorithm;
import dev.glint.image.StoreFailure;
import dev.glint.image.VouchedDigests;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

/** What the bytes of a source are compared with. */
final class FetchedDigests {

    /** @param failure what it means that the digest is this one */
    private record Expected(MessageDigest digest, String hex, Function<String, StoreFailure> failure) {}

    private final List<Expected> expected = new ArrayList<>();

    /** Expects nothing yet. */
    FetchedDigests() {}

    /** Expects what the caller has declared. */
    FetchedDigests(SourceForm form) {
        String declaration = form.checksumsUrl().isPresent() ? "the file at checksumsUrl has" : "sourceHash declares";
        form.hash()
                .ifPresent(hash -> expect(
                        form.algorithm().newDigest().orElseThrow(),
                        hash,
                        found -> CONTENT_MISMATCH.because(
                                "The source's %s is %s, but %s %s; this call stored nothing.",
                                form.algorithm(), found, declaration, hash)));
    }

    /** Expects what the origin vouches for, too; to be called before the first byte. */
    void expect(VouchedDigests vouched) {
        vouched.checksum().ifPresent(checksum -> expect(HashAlgorithm.newChecksum(), checksum, found -> changed()));
        vouched.hashes()
                .forEach((algorithm, hash) ->
                        algorithm.newDigest().ifPresent(digest -> expect(digest, hash, found -> changed())));
    }

    private void expect(MessageDigest digest, String hex, Function<String, StoreFailure> failure) {
        expected.add(new Expected(digest, hex, failure));
    }

    private static StoreFailure changed() {
        return SOURCE_FAILED.because("The bytes of the source changed on their way; nothing was stored.");
    }

    void update(byte[] bytes, int offset, int count) {
        expected.forEach(each -> each.digest.update(bytes, offset, count));
    }

    /** Compares all of them; ends the computation. */
    void check() {
        for (Expected each : expected) {
            String found = HexFormat.of().formatHex(each.digest.digest());
            if (!found.equals(each.hex)) {
                throw each.failure.apply(found);
            }
        }
    }
}
