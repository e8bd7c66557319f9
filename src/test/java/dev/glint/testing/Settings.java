package dev.glint.testing;

import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The configuration of the application under test. Keys of only some applications cannot be injected, as every test class is a bean
 * in each application.
 */
public final class Settings {

    private Settings() {}

    public static String get(String key) {
        return ConfigProvider.getConfig().getValue(key, String.class);
    }
}
