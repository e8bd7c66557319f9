package dev.glint.fault;

import static dev.glint.testing.S3Operation.COPY_PART;
import static dev.glint.testing.S3Operation.CREATE_UPLOAD;
import static dev.glint.testing.S3Operation.GET_OBJECT;
import static dev.glint.testing.S3Operation.GET_TAGS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.format.EditedImage;
import dev.glint.image.HashAlgorithm;
import dev.glint.testing.Digests;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.PackagedApplication;
import dev.glint.testing.PlainHttp;
import dev.glint.testing.SourceServer;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What S3 copies, and what is read and sent. */
@Timeout(300)
class ServerCopiesIT extends CopySuite {

    private static final byte[] BYTES = SourceServer.bytes(SIZE);

    @ParameterizedTest
    @CsvSource({PART + 1 + ", 2", 2 * PART - 1 + ", 2", 2 * PART + ", 2", 2 * PART + 1 + ", 3", FIVE_PARTS + ", 5"})
    void anImageInPartsIsCopied(int size, int parts) {
        Answer original = original(size);
        Answer copy = copy(original.text("location"));
        assertCopied(copy, size, parts);
        assertEquals(original.json().path("metadata"), copy.json().path("metadata"), "it has the same ETag");
        assertDigestsAreTold(copy);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, PART - 1, PART})
    void anImageThatOneRequestCanWriteIsRead(int size) {
        assertStreamed(copy(original(size).text("location")), size);
        assertEquals(0, s3.count(CREATE_UPLOAD) + s3.count(GET_TAGS));
    }

    @Test
    void anImageOfOneRequestIsCopiedAsOnePart() {
        plainS3.write(otherId, BYTES, Digests.properties(BYTES));
        Answer copy = copy(locationOf(otherId));
        assertCopied(copy, SIZE, 1);
        s3.clear();
        assertDigestsAreTold(copy);
        assertEquals(0, s3.count(GET_TAGS), "its metadata has the digests");
        assertEquals(copy.json(), copy(locationOf(otherId)).ok().json(), "the same call finds it");
    }

    @Test
    void aFinishedDirectUploadInPartsIsCopied() {
        Map<String, String> configuration = new HashMap<>(configuration());
        configuration.put("s3.store.presigned.multipart-threshold", "5M");
        try (PackagedApplication other = new PackagedApplication(configuration)) {
            JsonNode presigned = begin(other.functions());
            String uploadId = PlainHttp.putParts(presigned, BYTES);
            Map<String, String> upload = Map.of("uploadId", uploadId);
            other.functions().call("add", "imageId", otherId, "upload", upload).ok();
            s3.clear();
            assertCopied(copy(other.functions(), locationOf(otherId)), SIZE, 2);
        }
    }

    @Test
    void theSameCallAgainHasTheSameAnswer() {
        String location = original(FIVE_PARTS).text("location");
        Answer first = copy(location).ok();
        s3.clear();
        assertEquals(first.json(), copy(location).ok().json());
        assertEquals(0, s3.count(COPY_PART));
        assertLittleIsMoved();
        copyAs("another", application.functions(), location).problem(409, "duplicate");
        original(SIZE + 1, id + "-larger");
        copy(locationOf(id + "-larger")).problem(422, "content-mismatch");
        plainS3.remove(id + "-larger");
    }

    @Test
    void aCopyOfItselfIsADuplicate() {
        plainS3.write(id, BYTES, Digests.properties(BYTES));
        copy(locationOf(id)).problem(409, "duplicate");
    }

    @ParameterizedTest
    @CsvSource({
        "size, 6291457",
        "checksum, d41d8cd98f00b204e9800998ecf8427e",
        "hash, cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e"
    })
    void whatIsNotAsDeclaredIsNotCopied(String field, String value) {
        String location = original(SIZE).text("location");
        copy(location, field, field.equals("size") ? Integer.valueOf(value) : value)
                .problem(422, "content-mismatch");
        assertEquals(0, s3.count(CREATE_UPLOAD) + s3.count(GET_OBJECT));
        assertNothingIsLeft();
    }

    @Test
    void anImageOfAnotherFormatThanDeclaredIsNotCopied() {
        String location = original(SIZE).text("location");
        copy(location, "format", "qcow2").problem(422, "content-mismatch");
        assertEquals(0, s3.count(CREATE_UPLOAD));
        assertCopied(copy(location, "format", "raw"), SIZE, 2);
    }

    /** It was stored when unsafe images were allowed, say. */
    @Test
    void anUnsafeImageIsNotCopied() {
        byte[] unsafe = EditedImage.of("qcow2", "8=0000000000000070 ; grow " + SIZE);
        plainS3.write(otherId, unsafe, Digests.properties(unsafe));
        copy(locationOf(otherId)).problem(422, "unsafe-image");
        assertEquals(0, s3.count(CREATE_UPLOAD));
        assertNothingIsLeft();
    }

    @Test
    void whatIsAsDeclaredIsCopied() {
        String location = original(SIZE).text("location");
        Answer copy = copy(location, "size", SIZE, "checksum", Digests.md5(BYTES), "hash", Digests.sha512(BYTES));
        assertCopied(copy, SIZE, 2);
    }

    /** The digest that it is verified over is known. */
    @Test
    void onlyAnImageThatIsSignedIsCopied() {
        String location = original(SIZE).text("location");
        String wrong = signature(HashAlgorithm.SHA256);
        copy(location, "signatureKey", "vendor", "signature", wrong).problem(422, "content-mismatch");
        assertEquals(0, s3.count(CREATE_UPLOAD));
        String right = signature(HashAlgorithm.SHA512);
        assertCopied(copy(location, "signatureKey", "vendor", "signature", right), SIZE, 2);
    }

    private static String signature(HashAlgorithm algorithm) {
        return Base64.getEncoder().encodeToString(VENDOR.sign(algorithm, BYTES));
    }

    @Test
    void aHashOfAnotherAlgorithmIsComputed() {
        String location = original(SIZE).text("location");
        assertEquals(
                Digests.sha256(BYTES),
                copy(location, "hashAlgorithm", "sha256").ok().text("hash"));
        assertEquals(0, s3.count(COPY_PART));
    }
}
