package dev.glint.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.glint.image.HashAlgorithm;
import dev.glint.source.Cancellation;
import dev.glint.source.ImageContent;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartsETagTest {

    /** Whatever the pieces in which the bytes come. */
    @ParameterizedTest
    @CsvSource({
        "1, 1000, 1000",
        "1000, 1000, 1000",
        "1001, 1000, 1000",
        "2500, 1000, 300",
        "3000, 1000, 999",
        "3000, 1000, 5000"
    })
    void isTheMd5OfTheMd5sOfTheParts(int size, int partSize, int piece) {
        byte[] bytes = new byte[size];
        new Random(7).nextBytes(bytes);
        PartsETag etag = new PartsETag(partSize, Runnable::run);
        PartBuffers buffers = new MemoryBuffers(new MemoryBudget(1 << 20, 1 << 19, Duration.ofSeconds(1)));
        ImageContent content = PartContents.of(bytes);
        while (!content.atEnd()) {
            long limit = Math.min(piece, etag.left());
            try (PartBuffer buffer = buffers.take(limit, new Cancellation())) {
                buffer.fill(content, limit);
                etag.update(buffer).join();
            }
        }
        assertEquals(expected(bytes, partSize), etag.value());
    }

    private static String expected(byte[] bytes, int partSize) {
        MessageDigest parts = HashAlgorithm.newChecksum();
        int count = 0;
        for (int from = 0; from < bytes.length; from += partSize) {
            byte[] part = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + partSize));
            parts.update(HashAlgorithm.newChecksum().digest(part));
            count++;
        }
        return HexFormat.of().formatHex(parts.digest()) + "-" + count;
    }
}
