package dev.glint.s3;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.image.Endpoint;
import dev.glint.source.Cancellation;
import dev.glint.source.ImageContent;
import dev.glint.transfer.DiskBuffers;
import dev.glint.transfer.PartBuffer;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.model.CopyPartResult;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

class PartChecksumTest {

    @TempDir
    Path directory;

    /** The check value of CRC-32C, E3069283, in the catalogue of parametrised CRC algorithms. */
    @Test
    void checksumIsThatOfTheStandard() {
        byte[] bytes = "123456789".getBytes(US_ASCII);
        try (PartBuffer part = new DiskBuffers(directory).take(bytes.length, new Cancellation())) {
            part.fill(ImageContent.of(new ByteArrayInputStream(bytes), bytes.length, new Cancellation()), bytes.length);
            assertEquals("4waSgw==", PartChecksum.CRC32C.of(part));
            assertNull(PartChecksum.NONE.of(part));
        }
    }

    @Test
    void checksumThatWasNotSentIsNotVerified() {
        UploadPartResponse response =
                UploadPartResponse.builder().checksumCRC32C("4waSgw==").build();
        assertNull(PartChecksum.NONE.verifiedIn(response));
        assertEquals("4waSgw==", PartChecksum.CRC32C.verifiedIn(response));
    }

    /** Without it, an upload with checksums cannot be completed. */
    @Test
    void checksumOfACopiedPartMustBeTold() {
        CopyPartResult told =
                CopyPartResult.builder().checksumCRC32C("4waSgw==").build();
        CopyPartResult silent = CopyPartResult.builder().build();
        assertTrue(PartChecksum.CRC32C.isToldBy(told));
        assertFalse(PartChecksum.CRC32C.isToldBy(silent));
        assertTrue(PartChecksum.NONE.isToldBy(silent));
    }

    @ParameterizedTest
    @CsvSource({
        "https://s3.eu-west-1.amazonaws.com, CRC32C",
        "https://s3.cn-north-1.amazonaws.com.cn, CRC32C",
        "http://s3.eu-west-1.amazonaws.com, NONE",
        "https://s3.example.org, NONE",
        "https://s3.amazonaws.com.example.org, NONE",
    })
    void onlyAwsIsKnownToVerifyIt(String service, PartChecksum expected) {
        assertEquals(expected, PartChecksum.verifiedBy(Endpoint.parse(service).orElseThrow()));
    }
}
