package dev.glint.store;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.time.Duration;

/** Checks of configuration, each with the sentence that stops the start. */
final class Checks {

    private Checks() {}

    static void check(boolean right, String sentence) {
        if (!right) {
            throw wrong(sentence);
        }
    }

    static ConfigurationException missing(String key) {
        return wrong(key + " is required");
    }

    static ConfigurationException wrong(String sentence) {
        return new ConfigurationException(sentence + ".");
    }

    /** Sizes beyond a {@code long} are wrong anyway, and this one is too large for every check. */
    static long bytes(MemorySize size) {
        return size.asBigInteger().min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
    }

    static boolean isBetween(Duration least, Duration value, Duration most) {
        return value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
    }
}
