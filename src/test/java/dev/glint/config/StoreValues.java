package dev.glint.config;

import dev.glint.testing.Configurations;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Configurations of the store for tests. */
public final class StoreValues {

    /** All required keys. The word hush is part of every secret. */
    private static final Map<String, String> COMPLETE = Map.of(
            "s3.store.host", "https://s3.eu-west-1.amazonaws.com",
            "s3.store.bucket", "images",
            "s3.store.access-key", "AKIAHUSH",
            "s3.store.secret-key", "hush");

    private StoreValues() {}

    /** The required keys, plus alternating names and values; null removes a key. */
    public static Map<String, String> with(String... more) {
        Map<String, String> values = new HashMap<>(COMPLETE);
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i], more[i + 1]);
        }
        values.values().removeIf(Objects::isNull);
        return values;
    }

    public static StoreSettings settings(Map<String, String> values) {
        return new StoreSettings(Configurations.of(StoreConfig.class, values));
    }

    public static FormatSettings formats(Map<String, String> values) {
        return new FormatSettings(Configurations.of(FormatConfig.class, values));
    }
}
