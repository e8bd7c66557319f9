package dev.glint.config;

import io.quarkus.runtime.configuration.TrimmedStringConverter;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** Which images may be stored, by their format. {@link FormatSettings} parses it, and says what is legal. */
@ConfigMapping(prefix = "image.format")
interface FormatConfig {

    /** {@code refuse} or {@code allow}: images that could make their host touch what is not its own. */
    @WithDefault("refuse")
    ConfigValue unsafe();

    /** Names of formats; default: any. */
    Optional<List<@WithConverter(TrimmedStringConverter.class) String>> allowed();
}
