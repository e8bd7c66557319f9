package dev.glint.testing;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;

/**
 * The slowness of this machine, in its present load, compared with two idle cores. It is measured once in each process;
 * {@code -Dglint.test.slowness=4} sets it.
 */
public final class MachineSpeed {

    /** A system property, since the tests of one process are loaded by several class loaders. */
    private static final String KEY = "glint.test.slowness";
    /** The time of {@link #work} on two idle cores, in nanoseconds. */
    private static final double USUAL = 300e6;

    private MachineSpeed() {}

    /** Scales a time for two idle cores to this machine; the result is never less. */
    public static Duration scaled(Duration usual) {
        return Duration.ofMillis(Math.round(usual.toMillis() * factor()));
    }

    private static double factor() {
        synchronized (System.getProperties()) {
            if (System.getProperty(KEY) == null) {
                System.setProperty(KEY, Double.toString(measure()));
            }
            return Double.parseDouble(System.getProperty(KEY));
        }
    }

    private static double measure() {
        long start = System.nanoTime();
        work();
        return Math.max(1, (System.nanoTime() - start) / USUAL);
    }

    /** Computes digests, as an add does. */
    private static void work() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-512");
            byte[] block = new byte[1 << 20];
            for (int i = 0; i < 64; i++) {
                digest.update(block);
            }
            digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
