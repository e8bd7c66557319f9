package dev.glint.function;

import static dev.glint.image.HashAlgorithm.SHA256;
import static dev.glint.image.HashAlgorithm.SHA512;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.format.EditedImage;
import dev.glint.image.HashAlgorithm;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.SourceServer;
import dev.glint.testing.TrustedKeys;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures of images: those of other images are refused, however the bytes came. */
interface SignatureContract extends FormatBackend {

    static Stream<Arguments> ways() {
        return Arrays.stream(Way.values())
                .filter(way -> way != Way.UNREAD_PUT)
                .flatMap(way -> Stream.of(SHA512, SHA256)
                        .flatMap(
                                algorithm -> TrustedKeys.NAMES.stream().map(key -> Arguments.of(way, algorithm, key))));
    }

    @ParameterizedTest
    @MethodSource("ways")
    default void onlySignedImageIsStored(Way way, HashAlgorithm algorithm, String key) {
        byte[] image = EditedImage.of("zeros", "-");
        Object[] fields = {
            "signatureKey", key, "hashAlgorithm", algorithm.toString(), "signature", sign(key, algorithm, image)
        };
        assertOutcome("raw 4096", way, image, addWith(way, "zeros", "-", fields));
        fields[5] = sign(key, algorithm, new byte[0]);
        assertOutcome("content-mismatch", way, image, addWith(way, "zeros", "-", fields));
        fields[5] = sign(key, algorithm == SHA512 ? SHA256 : SHA512, image);
        assertOutcome("content-mismatch", way, image, addWith(way, "zeros", "-", fields));
    }

    /** Whatever hash the client declared when the upload began. */
    @ParameterizedTest
    @MethodSource("ways")
    default void signatureIsOfTheUsualHashIfNoneIsNamed(Way way, HashAlgorithm ofSignature, String key) {
        byte[] image = EditedImage.of("zeros", "-");
        Answer answer = addWith(way, "zeros", "-", "signatureKey", key, "signature", sign(key, ofSignature, image));
        assertOutcome(ofSignature == SHA512 ? "raw 4096" : "content-mismatch", way, image, answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chunked/" + (PART_SIZE + 1), "ranges/" + 2 * PART_SIZE})
    default void imageInPartsIsVerifiedBeforeItIsThere(String path) {
        byte[] image = Backend.bytesOf(path);
        Object[] fields = {
            "imageId", "img", "source", source(path), "signatureKey", "ec", "signature", sign("ec", SHA512, image)
        };
        assertAdded(image, "img", functions().call("add", fields));
        fields[7] = sign("ec", SHA512, SourceServer.bytes(1000));
        functions().call("add", fields).problem(422, "content-mismatch");
    }

    @Test
    default void imageThatComesOutOfACompressedSourceIsTheSignedOne() {
        byte[] image = SourceServer.bytes(1000);
        Object[] fields = {
            "imageId", "img",
            "source", source("bytes/xz/1000"),
            "decompress", "xz",
            "signatureKey", "rsa",
            "signature", sign("rsa", SHA512, image)
        };
        assertAdded(image, "img", functions().call("add", fields));
    }

    @Test
    default void repeatedCallVerifiesAgain() {
        byte[] image = SourceServer.bytes(1000);
        Object[] fields = {
            "imageId",
            "img",
            "source",
            source("bytes/1000"),
            "signatureKey",
            "ed25519",
            "signature",
            sign("ed25519", SHA512, image)
        };
        JsonNode first = functions().callAs("key", "add", fields).ok().json();
        assertEquals(first, functions().callAs("key", "add", fields).ok().json());
        fields[7] = sign("ed25519", SHA512, new byte[0]);
        functions().callAs("key", "add", fields).problem(422, "content-mismatch");
        s3().take("img");
    }

    @Test
    default void eventWithAWrongSignatureIsNotDeliveredAgain() {
        String data = "{\"imageId\": \"img\", \"data\": \"\", \"signatureKey\": \"ec\", \"signature\": \"\"}";
        String[] event = {"ce-id", "1", "ce-source", "/test", "ce-specversion", "1.0", "ce-type", "dev.glint.image.add"
        };
        Answer answer = functions().post("", data, event);
        assertEquals(422, answer.status());
        assertEquals("", answer.response().body());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "signature": "AAAA"                                                | signature and signatureKey must be given together
            "signatureKey": "ec"                                               | signature and signatureKey must be given together
            "signatureKey": "nobody", "signature": "AAAA"                      | signatureKey must be the name of a key in image.trust
            "signatureKey": "EC", "signature": "AAAA"                          | signatureKey must be the name of a key in image.trust
            "signatureKey": "", "signature": "AAAA"                            | signatureKey must be the name of a key in image.trust
            "signatureKey": "ec", "signature": "AA A"                          | signature must be base64
            "signatureKey": "ec", "signature": "_-=="                          | signature must be base64
            "signatureKey": "ec", "signature": 1                               | signature must be a string
            "signatureKey": [], "signature": "AAAA"                            | signatureKey must be a string
            "signatureKey": "ec", "signature": "AAAA", "hashAlgorithm": "none" | signature needs the hashAlgorithm
            """)
    default void signatureThatCannotBeVerifiedIsAnInvalidRequest(String fields, String words) {
        String body = "{\"imageId\": \"img\", \"data\": \"\", " + fields + "}";
        String sentence = functions().post("add", body).problem(400, "invalid-request");
        assertTrue(sentence.contains(words), sentence);
    }

    @Test
    default void uploadThatIsNotReadCannotHaveASignature() {
        Object[] fields = {
            "imageId", "img", "upload", Map.of(), "verify", false, "signatureKey", "ec", "signature", "AAAA"
        };
        String sentence = functions().call("add", fields).problem(400, "invalid-request");
        assertTrue(sentence.contains("signature is not for an upload that is not read"), sentence);
    }
}
