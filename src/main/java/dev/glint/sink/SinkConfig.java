package dev.glint.sink;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.WithDefault;

/** Events that leave. {@link SinkSettings} says what is legal. */
@ConfigMapping(prefix = "glint.events")
interface SinkConfig {

    /** Where images added and deleted are told; default: {@code K_SINK}, which Knative sets, else nowhere. */
    ConfigValue sink();

    /** {@code required}: a call fails if its event cannot be delivered; or {@code best-effort}. */
    @WithDefault("required")
    ConfigValue delivery();

    /** The source of events. */
    @WithDefault("/glint")
    ConfigValue source();
}
