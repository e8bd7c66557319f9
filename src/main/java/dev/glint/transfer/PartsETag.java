package dev.glint.transfer;

import dev.glint.image.HashAlgorithm;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.HexFormat;

/**
 * Computes the ETag that S3 gives an object of parts of one size: the MD5 of their MD5s, and how many there are. It is a digest
 * like others, so that the bytes may come in any pieces.
 */
public final class PartsETag extends MessageDigest {

    private final long partSize;
    private final MessageDigest part = HashAlgorithm.newChecksum();
    private final MessageDigest parts = HashAlgorithm.newChecksum();
    private long inPart;
    private int count;

    PartsETag(long partSize) {
        super("MD5 of MD5s");
        this.partSize = partSize;
    }

    /** The ETag of parts with these MD5s, in lower-case hex. */
    public static String of(Collection<String> checksums) {
        MessageDigest parts = HashAlgorithm.newChecksum();
        checksums.forEach(checksum -> parts.update(HexFormat.of().parseHex(checksum)));
        return text(parts.digest(), checksums.size());
    }

    /** The ETag of all bytes so far; ends the computation. */
    String value() {
        return text(digest(), count);
    }

    private static String text(byte[] digest, int count) {
        return HexFormat.of().formatHex(digest) + "-" + count;
    }

    @Override
    protected void engineUpdate(byte input) {
        engineUpdate(new byte[] {input}, 0, 1);
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int length) {
        int end = offset + length;
        for (int at = offset; at < end; ) {
            int step = (int) Math.min(partSize - inPart, end - at);
            part.update(input, at, step);
            at += step;
            inPart += step;
            if (inPart == partSize) {
                endPart();
            }
        }
    }

    private void endPart() {
        parts.update(part.digest());
        inPart = 0;
        count++;
    }

    @Override
    protected byte[] engineDigest() {
        if (inPart > 0) {
            endPart();
        }
        return parts.digest();
    }

    @Override
    protected void engineReset() {
        part.reset();
        parts.reset();
        inPart = 0;
        count = 0;
    }
}
