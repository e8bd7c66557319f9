package dev.glint.testing;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZ;
import org.tukaani.xz.XZOutputStream;

/** Compresses bytes. */
public final class Packed {

    /** What sources can be compressed by. */
    public static final List<String> KINDS = List.of("gzip", "bzip2", "xz", "zstd");

    private static final int COMPRESSED_QUICKLY = 256 * 1024;
    private static final int SMALL_DICTIONARY = 1 << 20;
    /** That of {@code xz} without a level. */
    private static final int USUAL_DICTIONARY = 8 << 20;

    private Packed() {}

    @FunctionalInterface
    private interface Packer {
        OutputStream into(OutputStream out) throws IOException;
    }

    /** @param kind one of {@link #KINDS}, or {@code xz-6} */
    public static byte[] of(String kind, byte[] bytes) {
        return switch (kind) {
            case "gzip" -> pack(bytes, GZIPOutputStream::new);
            case "xz-6" -> xz(bytes, USUAL_DICTIONARY, XZ.CHECK_CRC64);
            case "xz" -> xz(bytes, SMALL_DICTIONARY, XZ.CHECK_CRC64);
            case "bzip2" -> pack(bytes, out -> new BZip2CompressorOutputStream(out, 1));
            case "zstd" -> pack(bytes, ZstdOutputStream::new);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    /** @param check one of the checks of {@link XZ} */
    public static byte[] xz(byte[] bytes, int dictionary, int check) {
        return pack(bytes, out -> {
            LZMA2Options options = new LZMA2Options(1);
            options.setDictSize(dictionary);
            return new XZOutputStream(out, options, check);
        });
    }

    /** The same in little time, for bytes that do not compress: of xz, most are then in a second stream, as they are. */
    public static byte[] quickly(String kind, byte[] bytes) {
        if (!kind.startsWith("xz") || bytes.length <= COMPRESSED_QUICKLY) {
            return of(kind, bytes);
        }
        byte[] first = of(kind, Arrays.copyOf(bytes, COMPRESSED_QUICKLY));
        byte[] rest = Arrays.copyOfRange(bytes, COMPRESSED_QUICKLY, bytes.length);
        byte[] second = pack(rest, out -> {
            LZMA2Options options = new LZMA2Options(0);
            options.setMode(LZMA2Options.MODE_UNCOMPRESSED);
            return new XZOutputStream(out, options);
        });
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] pack(byte[] bytes, Packer packer) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = packer.into(packed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
