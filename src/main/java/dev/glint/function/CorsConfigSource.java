package dev.glint.function;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Turns the filter for CORS on where {@code quarkus.http.cors.origins} names somebody: one key instead of two. Without origins it
 * stays off, since it would refuse requests of pages behind a proxy, whose origin only looks like another one.
 */
public final class CorsConfigSource implements ConfigSourceFactory {

    /** Below application.properties: a value from any other source wins. */
    private static final int ORDINAL = 50;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        ConfigValue origins = context.getValue("quarkus.http.cors.origins");
        return origins == null || origins.getValue() == null
                ? List.of()
                : List.of(new PropertiesConfigSource(
                        Map.of("quarkus.http.cors.enabled", "true"), "cross-origin requests", ORDINAL));
    }
}
