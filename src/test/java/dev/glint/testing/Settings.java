package dev.glint.testing;

import org.eclipse.microprofile.config.ConfigProvider;

/**
 * What the application under test is configured with. Keys that only some applications have cannot be injected: all tests are
 * beans of each of them.
 */
public final class Settings {

    private Settings() {}

    public static String get(String key) {
        return ConfigProvider.getConfig().getValue(key, String.class);
    }
}
