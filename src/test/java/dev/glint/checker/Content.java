package dev.glint.checker;

import dev.glint.testing.Digests;
import java.util.Random;

/** The bytes of one image. The same number and size always give the same bytes; other numbers give other bytes. */
record Content(int number, int size) {

    /** Where one image in 65,536 would have the signature of a partition table, and be refused for its partitions. */
    private static final int SIGNATURE = 511;

    byte[] bytes() {
        byte[] bytes = new byte[size];
        new Random(number).nextBytes(bytes);
        if (size > SIGNATURE) {
            bytes[SIGNATURE] = 0;
        }
        return bytes;
    }

    String checksum() {
        return Digests.md5(bytes());
    }
}
