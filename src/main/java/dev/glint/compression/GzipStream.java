package dev.glint.compression;

import dev.glint.source.ArrayStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * What comes out of gzip. The JDK's own stream ignores bytes after a member that are not gzip, so that garbage would not be noticed.
 * If the next member has not arrived yet, it may even end before that.
 */
final class GzipStream extends ArrayStream {

    private static final int BUFFER = 16 * 1024;

    private static final int HEADER_CRC = 1 << 1;
    private static final int EXTRA = 1 << 2;
    private static final int NAME = 1 << 3;
    private static final int COMMENT = 1 << 4;
    private static final int RESERVED = 0xe0;

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;
    private boolean inMember;
    private boolean begun;

    GzipStream(InputStream in) {
        this.in = in;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        int read = 0;
        while (read == 0 && count > 0) {
            if (!inMember && !beginMember()) {
                return -1;
            }
            read = inflate(target, offset, count);
        }
        return read;
    }

    /** Answers how many bytes came; 0 at the end of the member. */
    private int inflate(byte[] target, int offset, int count) throws IOException {
        try {
            while (true) {
                int read = inflater.inflate(target, offset, count);
                if (read > 0) {
                    crc.update(target, offset, read);
                    return read;
                }
                if (inflater.finished()) {
                    position = limit - inflater.getRemaining();
                    endMember();
                    return 0;
                }
                if (!fill()) {
                    throw new EOFException();
                }
                inflater.setInput(buffer, position, limit - position);
                position = limit;
            }
        } catch (DataFormatException e) {
            throw new IOException(e);
        }
    }

    /** Reads the header of a member; false if there is no other one. */
    private boolean beginMember() throws IOException {
        if (begun && position == limit && !fill()) {
            return false;
        }
        begun = true;
        crc.reset();
        int magic = twoBytes();
        int method = next();
        int flags = next();
        if (magic != 0x8b1f || method != 8 || (flags & RESERVED) != 0) {
            throw new IOException("This is no header of a member.");
        }
        skip(6);
        if ((flags & EXTRA) != 0) {
            skip(twoBytes());
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CRC) != 0) {
            int found = (int) crc.getValue() & 0xffff;
            check(found, twoBytes());
        }
        crc.reset();
        inflater.reset();
        inMember = true;
        // What the last member left is this one's.
        inflater.setInput(buffer, position, limit - position);
        position = limit;
        return true;
    }

    private void endMember() throws IOException {
        inMember = false;
        long found = crc.getValue();
        long size = inflater.getBytesWritten() & 0xffffffffL;
        check(found, twoBytes() | (long) twoBytes() << 16);
        check(size, twoBytes() | (long) twoBytes() << 16);
    }

    private static void check(long found, long expected) throws IOException {
        if (found != expected) {
            throw new IOException("The checksum or the size is wrong.");
        }
    }

    private void skipText() throws IOException {
        int last;
        do {
            last = next();
        } while (last != 0);
    }

    private void skip(int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            next();
        }
    }

    private int twoBytes() throws IOException {
        return next() | next() << 8;
    }

    private int next() throws IOException {
        if (position == limit && !fill()) {
            throw new EOFException();
        }
        int next = buffer[position++] & 0xff;
        crc.update(next);
        return next;
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, in.read(buffer, 0, BUFFER));
        return limit > 0;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
