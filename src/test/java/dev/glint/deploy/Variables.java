package dev.glint.deploy;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What may be said to Glint in its environment: the keys of its own mappings, and a few of those below it. */
final class Variables {

    private static final Map<String, Predicate<String>> OF_OTHERS = Map.of(
            "QUARKUS_FUNQY_EXPORT",
            Functions.names()::contains,
            "QUARKUS_LOG_CONSOLE_JSON_ENABLED",
            Set.of("true", "false")::contains,
            "JAVA_TOOL_OPTIONS",
            options -> JavaOptions.areKnown(List.of(options.split(" "))),
            "MALLOC_ARENA_MAX",
            value -> value.matches("[1-9]"));

    private static final List<Class<?>> CLASSES = MainClasses.all();
    private static final List<ConfigClass> MAPPINGS = CLASSES.stream()
            .filter(type -> type.isAnnotationPresent(ConfigMapping.class))
            .map(type -> new ConfigClass(
                    type, type.getAnnotation(ConfigMapping.class).prefix()))
            .toList();

    private Variables() {}

    /** The application's variables. */
    static Set<String> own() {
        Stream<String> mapped =
                MAPPINGS.stream().flatMap(mapping -> ConfigMappings.getProperties(mapping).keySet().stream());
        Stream<String> injected = CLASSES.stream()
                .flatMap(Variables::injectionPoints)
                .flatMap(point -> Optional.ofNullable(point.getAnnotation(ConfigProperty.class)).stream())
                .map(ConfigProperty::name)
                .filter(key -> key.startsWith("glint."));
        return Stream.concat(mapped, injected)
                .map(key ->
                        key.replace("[*]", "").replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<AnnotatedElement> injectionPoints(Class<?> type) {
        return Stream.concat(
                Arrays.stream(type.getDeclaredFields()),
                Arrays.stream(type.getDeclaredConstructors())
                        .flatMap(constructor -> Arrays.stream(constructor.getParameters())));
    }

    /**
     * The configuration that these variables are.
     *
     * @throws IllegalArgumentException if one is unknown, or if the application would not start with it
     */
    static SmallRyeConfig check(Map<String, String> variables) {
        variables.forEach((name, value) -> {
            boolean known = own().contains(name) || OF_OTHERS.containsKey(name);
            if (!known || !OF_OTHERS.getOrDefault(name, anything -> true).test(value)) {
                throw new IllegalArgumentException(name + " is unknown, or cannot be " + value);
            }
        });
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .addDefaultInterceptors()
                .withSources(new EnvConfigSource(variables, 300));
        MAPPINGS.forEach(builder::withMapping);
        SmallRyeConfig config = build(builder);
        MAPPINGS.forEach(mapping -> startWith(config.getConfigMapping(mapping.getType()), mapping.getType()));
        return config;
    }

    private static SmallRyeConfig build(SmallRyeConfigBuilder builder) {
        try {
            return builder.build();
        } catch (ConfigValidationException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Makes whatever is made of a mapping alone, as the start of the application does. */
    private static void startWith(Object mapping, Class<?> type) {
        for (Class<?> candidate : CLASSES) {
            for (Constructor<?> constructor : candidate.getDeclaredConstructors()) {
                if (List.of(constructor.getParameterTypes()).equals(List.of(type))
                        && !type.isAssignableFrom(candidate)) {
                    make(constructor, mapping);
                }
            }
        }
    }

    private static void make(Constructor<?> constructor, Object mapping) {
        try {
            constructor.setAccessible(true);
            constructor.newInstance(mapping);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(e.getCause().getMessage(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
