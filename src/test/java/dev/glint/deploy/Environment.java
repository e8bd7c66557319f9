package dev.glint.deploy;

import io.smallrye.config.ConfigMappings;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.common.utils.StringUtil;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Environment variables, read as the application reads them. */
final class Environment {

    /** Variables that only the Lambda builds know, or every JVM. */
    private static final Set<String> OTHERS = Set.of("QUARKUS_FUNQY_EXPORT", "JAVA_TOOL_OPTIONS");

    private Environment() {}

    /**
     * The configuration from these variables.
     *
     * @throws IllegalArgumentException if a variable is not a key of the application, or has a value that would stop its start
     */
    static SmallRyeConfig read(Map<String, String> variables) {
        Set<String> unknown = new TreeSet<>(variables.keySet());
        unknown.removeAll(OTHERS);
        keys().map(key -> StringUtil.replaceNonAlphanumericByUnderscores(key).toUpperCase(Locale.ROOT))
                .forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("The application does not know " + unknown);
        }
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .addDefaultInterceptors()
                .withSources(new EnvConfigSource(variables, 300));
        ApplicationClasses.mappings().forEach(builder::withMapping);
        SmallRyeConfig config = builder.build();
        ApplicationClasses.parse(config);
        return config;
    }

    /** The values in {@code application.properties}. */
    static Properties defaults() {
        try (InputStream in = Environment.class.getResourceAsStream("/application.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> keys() {
        return Stream.concat(
                defaults().stringPropertyNames().stream(),
                ApplicationClasses.mappings().stream()
                        .flatMap(mapping -> ConfigMappings.getProperties(mapping).keySet().stream())
                        .map(key -> key.replace("[*]", "")));
    }
}
