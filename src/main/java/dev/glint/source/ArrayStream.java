package dev.glint.source;

import java.io.IOException;
import java.io.InputStream;

/** A stream whose bytes are read into arrays: a single one into an array of one. */
public abstract class ArrayStream extends InputStream {

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) == -1 ? -1 : one[0] & 0xff;
    }

    @Override
    public abstract int read(byte[] target, int offset, int count) throws IOException;
}
