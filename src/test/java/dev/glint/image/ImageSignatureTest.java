package dev.glint.image;

import static dev.glint.image.StoreFailure.Kind.CONTENT_MISMATCH;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.Digests;
import dev.glint.testing.Signer;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Signatures that the JDK makes of whole images, and what is not one. */
class ImageSignatureTest {

    private static final Map<String, Signer> SIGNERS = new ConcurrentHashMap<>();
    private static final byte[] IMAGE = new byte[100_000];

    /** One key for each text, such as {@code RSA 2048}. */
    private static Signer signer(String kind) {
        return SIGNERS.computeIfAbsent(kind, Signer::new);
    }

    static Stream<Arguments> keys() {
        return Stream.of("RSA 2048", "RSA 2049", "RSA 2050", "RSA 3072", "EC 256", "EC 384", "EC 521", "Ed25519")
                .flatMap(kind -> Stream.of(HashAlgorithm.SHA256, HashAlgorithm.SHA512)
                        .map(algorithm -> Arguments.of(kind, algorithm)));
    }

    private static ImageDigests digests(HashAlgorithm algorithm, byte[] image) {
        String hash = algorithm == HashAlgorithm.SHA512 ? Digests.sha512(image) : Digests.sha256(image);
        return new ImageDigests(Digests.md5(image), algorithm, Optional.of(hash));
    }

    private static void assertRight(Signer signer, HashAlgorithm algorithm, byte[] image, byte[] signature) {
        ImageSignature declared = new ImageSignature(new TrustedKey("vendor", signer.publicKey()), signature);
        assertDoesNotThrow(() -> declared.check(digests(algorithm, image)));
    }

    private static void assertWrong(Signer signer, HashAlgorithm algorithm, byte[] image, byte[] signature) {
        ImageSignature declared = new ImageSignature(new TrustedKey("vendor", signer.publicKey()), signature);
        StoreFailure failure = assertThrows(StoreFailure.class, () -> declared.check(digests(algorithm, image)));
        assertEquals(CONTENT_MISMATCH, failure.kind());
        assertEquals(
                "The signature is not one of the image's " + algorithm
                        + " with the key vendor; this call stored nothing.",
                failure.getMessage());
    }

    @ParameterizedTest
    @MethodSource("keys")
    void onlyTheSignatureOfThisImageWithThisKeyIsRight(String kind, HashAlgorithm algorithm) {
        Signer signer = signer(kind);
        byte[] signature = signer.sign(algorithm, IMAGE);
        assertRight(signer, algorithm, IMAGE, signature);
        assertRight(signer, algorithm, new byte[0], signer.sign(algorithm, new byte[0]));
        assertWrong(signer, algorithm, new byte[0], signature);
        assertWrong(new Signer(kind), algorithm, IMAGE, signature);
        HashAlgorithm other = algorithm == HashAlgorithm.SHA512 ? HashAlgorithm.SHA256 : HashAlgorithm.SHA512;
        assertWrong(signer, other, IMAGE, signature);
    }

    @ParameterizedTest
    @MethodSource("keys")
    void changedSignatureIsWrong(String kind, HashAlgorithm algorithm) {
        Signer signer = signer(kind);
        byte[] signature = signer.sign(algorithm, IMAGE);
        Random random = new Random(1);
        for (int i = 0; i < 100; i++) {
            byte[] changed = signature.clone();
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            assertWrong(signer, algorithm, IMAGE, changed);
        }
        for (int length : new int[] {0, 1, signature.length / 2, signature.length - 1, signature.length + 1, 100_000}) {
            assertWrong(signer, algorithm, IMAGE, Arrays.copyOf(signature, length));
        }
        byte[] ones = new byte[signature.length];
        Arrays.fill(ones, (byte) -1);
        assertWrong(signer, algorithm, IMAGE, ones);
        assertWrong(signer, algorithm, IMAGE, new byte[signature.length]);
    }

    /** That of Glance is the longest one, and that of many others is as long as the digest. */
    @ParameterizedTest
    @CsvSource({
        "2048, SHA512, 0", "2048, SHA512, 1", "2048, SHA512, 64", "2048, SHA512, 190",
        "2048, SHA256, 0", "2048, SHA256, 20", "2048, SHA256, 32", "2048, SHA256, 222",
        "2049, SHA512, 190", "2049, SHA256, 222", "2050, SHA512, 191", "3072, SHA512, 318"
    })
    void saltOfRsaCanHaveAnyLength(int bits, HashAlgorithm algorithm, int salt) {
        Signer signer = signer("RSA " + bits);
        byte[] signature = signer.sign(algorithm, IMAGE, salt);
        assertRight(signer, algorithm, IMAGE, signature);
        assertWrong(signer, algorithm, new byte[1], signature);
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void otherSchemesOfRsaAreWrong(HashAlgorithm algorithm) throws GeneralSecurityException {
        Signer signer = signer("RSA 2048");
        String hash = algorithm.toString().replace("sha", "SHA");
        Signature older = Signature.getInstance(hash + "withRSA");
        assertWrong(signer, algorithm, IMAGE, signer.sign(older, IMAGE));
        Signature mixed = Signature.getInstance("RSASSA-PSS");
        mixed.setParameter(new PSSParameterSpec(hash.replace("SHA", "SHA-"), "MGF1", MGF1ParameterSpec.SHA1, 20, 1));
        assertWrong(signer, algorithm, IMAGE, signer.sign(mixed, IMAGE));
    }

    @ParameterizedTest
    @CsvSource({"RSA 2048, EC 256", "EC 256, Ed25519", "Ed25519, RSA 2048", "EC 256, EC 384", "RSA 2048, RSA 3072"})
    void signatureOfAnotherKindOfKeyIsWrong(String kind, String other) {
        assertWrong(signer(kind), HashAlgorithm.SHA512, IMAGE, signer(other).sign(HashAlgorithm.SHA512, IMAGE));
    }

    @ParameterizedTest
    @CsvSource({"RSA 2048", "Ed25519"})
    void signatureTellsTheImageFromAllOthers(String kind) {
        DeclaredContent nothing =
                new DeclaredContent(OptionalLong.empty(), Optional.empty(), HashAlgorithm.SHA512, Optional.empty());
        DeclaredContent signed = nothing.withSignature(
                new ImageSignature(new TrustedKey("vendor", signer(kind).publicKey()), new byte[1]));
        assertTrue(signed.hasDigest() && signed.tellsTruncation());
        assertThrows(
                StoreFailure.class,
                () -> signed.withFormat(Optional.of("raw"))
                        .withHash(HashAlgorithm.SHA256, Optional.empty())
                        .checkDigests(digests(HashAlgorithm.SHA256, IMAGE)));
    }
}
