package dev.glint.compression;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How the bytes of a source are compressed. */
public enum Compression {
    NONE("none"),
    /** By the first bytes; {@link #NONE} if they are of none of the others. */
    AUTO("auto"),
    /**
     * By the JDK's {@link java.util.zip.Inflater}.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc1952">RFC 1952, gzip</a>
     */
    GZIP("gzip", 0x1f, 0x8b, 0x08) {
        @Override
        InputStream decoder(InputStream compressed, DecoderMemory memory) {
            return new GzipStream(compressed);
        }
    },
    BZIP2("bzip2", 'B', 'Z', 'h') {
        @Override
        InputStream decoder(InputStream compressed, DecoderMemory memory) {
            return new Bzip2Stream(compressed, memory);
        }
    },
    /** @see <a href="https://tukaani.org/xz/xz-file-format.txt">The .xz file format</a> */
    XZ("xz", 0xfd, '7', 'z', 'X', 'Z', 0) {
        @Override
        InputStream decoder(InputStream compressed, DecoderMemory memory) {
            return new XzStream(compressed, memory);
        }
    },
    /** @see <a href="https://www.rfc-editor.org/rfc/rfc8878">RFC 8878, Zstandard</a> */
    ZSTD("zstd", 0x28, 0xb5, 0x2f, 0xfd) {
        @Override
        InputStream decoder(InputStream compressed, DecoderMemory memory) {
            return new ZstdStream(compressed, memory);
        }
    };

    /** What callers write. */
    public static final List<String> NAMES =
            Stream.of(values()).map(Compression::toString).toList();

    private static final int LONGEST_BEGINNING = 6;

    private final String text;
    private final int[] beginning;

    Compression(String text, int... beginning) {
        this.text = text;
        this.beginning = beginning;
    }

    public static Optional<Compression> parse(String text) {
        return Stream.of(values())
                .filter(compression -> compression.text.equals(text))
                .findFirst();
    }

    /** What the first bytes say; they can then be read again. */
    static Compression detect(InputStream bytes) throws IOException {
        bytes.mark(LONGEST_BEGINNING);
        byte[] first = bytes.readNBytes(LONGEST_BEGINNING);
        bytes.reset();
        return Stream.of(values())
                .filter(compression -> compression.begins(first))
                .findFirst()
                .orElse(NONE);
    }

    private boolean begins(byte[] first) {
        if (beginning.length == 0 || first.length < beginning.length) {
            return false;
        }
        for (int i = 0; i < beginning.length; i++) {
            if ((first[i] & 0xff) != beginning[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * The decompressed bytes of all members, streams or frames. Reading them fails with an {@link java.io.EOFException} if the
     * compressed bytes end early, and with another {@link IOException} if these are damaged, or if something else follows them.
     * Nothing is read before.
     */
    InputStream decoder(InputStream compressed, DecoderMemory memory) {
        throw new IllegalStateException("There is nothing to decode.");
    }

    @Override
    public String toString() {
        return text;
    }
}
