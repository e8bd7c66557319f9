package dev.glint.checker;

import dev.glint.testing.Digests;
import java.util.Random;

/** The bytes of one image. The same number and size always give the same bytes; other numbers give other bytes. */
record Content(int number, int size) {

    byte[] bytes() {
        byte[] bytes = new byte[size];
        new Random(number).nextBytes(bytes);
        return bytes;
    }

    String checksum() {
        return Digests.md5(bytes());
    }
}
