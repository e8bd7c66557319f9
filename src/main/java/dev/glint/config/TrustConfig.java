package dev.glint.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.WithParentName;
import java.util.Map;

/** The keys with which images can be signed, by their names. {@link TrustSettings} parses it, and says what is legal. */
@ConfigMapping(prefix = "image.trust")
interface TrustConfig {

    @WithParentName
    Map<String, Key> keys();

    /** One of them. */
    interface Key {

        /** PEM, or the path to a file of it. */
        ConfigValue publicKey();
    }
}
