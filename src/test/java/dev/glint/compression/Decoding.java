package dev.glint.compression;

import static dev.glint.image.StoreFailure.Kind.SOURCE_FAILED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.image.HashAlgorithm;
import dev.glint.image.StoreFailure;
import dev.glint.image.VouchedDigests;
import dev.glint.source.Cancellation;
import dev.glint.source.ImageContent;
import dev.glint.source.SourceLimits;
import dev.glint.transfer.LastingMemory;
import dev.glint.transfer.MemoryBudget;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads sources as an add does, and asserts that all memory comes back. */
final class Decoding {

    static final int MIB = 1 << 20;

    /** The memory for images of a process with a heap of 64 MiB. */
    private static final int TOTAL = 32 * MIB;

    private static final int PART = 8 * MIB;
    private static final int CHUNK = 256 * 1024;

    long maxSize = 64 * MIB;
    long maxDictionary = 64 * MIB;
    long anyRatio = DecodedStream.ANY_RATIO;
    VouchedDigests vouched = VouchedDigests.NONE;
    Cancellation cancellation = new Cancellation();
    final MemoryBudget budget;
    final LastingMemory memory;

    Decoding() {
        this(TOTAL);
    }

    Decoding(long total) {
        budget = new MemoryBudget(total, PART, Duration.ofMillis(50));
        memory = new LastingMemory(budget, Duration.ofMillis(50));
    }

    static SourceForm form(String compression) {
        return new SourceForm(Compression.parse(compression).orElseThrow(), HashAlgorithm.SHA512, Optional.empty());
    }

    byte[] read(String compression, byte[] source) {
        return read(form(compression), new ByteArrayInputStream(source), OptionalLong.of(source.length));
    }

    byte[] read(SourceForm form, InputStream source, OptionalLong length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageContent image = open(form, source, length)) {
            byte[] chunk = new byte[CHUNK];
            while (!image.atEnd()) {
                out.write(chunk, 0, image.read(chunk, 0, CHUNK));
            }
            assertEquals(image.position(), out.size());
        } finally {
            assertEquals(0, budget.used());
        }
        return out.toByteArray();
    }

    ImageContent open(SourceForm form, InputStream source, OptionalLong length) {
        ImageContent fetched = new ImageContent(
                source,
                length,
                vouched,
                cause -> new StoreFailure(SOURCE_FAILED, "The source broke off.", cause),
                cancellation);
        return new CompressedSources(new SourceLimits(maxSize, maxDictionary), anyRatio, memory)
                .image(fetched, form, cancellation);
    }

    /** Reads a source, expects a failure, and returns its sentence. */
    String failure(StoreFailure.Kind kind, String compression, byte[] source) {
        return failure(kind, form(compression), source);
    }

    String failure(StoreFailure.Kind kind, SourceForm form, byte[] source) {
        StoreFailure failure = assertThrows(
                StoreFailure.class, () -> read(form, new ByteArrayInputStream(source), OptionalLong.of(source.length)));
        assertEquals(kind, failure.kind(), failure.getMessage());
        assertTrue(failure.getMessage().matches("\\p{Lu}.*\\."), failure.getMessage());
        return failure.getMessage();
    }
}
