package dev.glint.deploy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import dev.glint.function.FunctionName;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.SmallRyeConfig;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Facts about the application, read from its classes. */
final class ApplicationClasses {

    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("dev.glint");

    private ApplicationClasses() {}

    /** The names of the functions, such as {@code get-size}. */
    static Set<String> functions() {
        return Arrays.stream(FunctionName.values())
                .map(FunctionName::toString)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The configuration mappings, with their prefixes. */
    static List<ConfigClass> mappings() {
        return CLASSES.stream()
                .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                .map(JavaClass::reflect)
                .map(ConfigClass::configClass)
                .toList();
    }

    /**
     * Parses the values of the mappings, as the application does at its start.
     *
     * @throws IllegalArgumentException if a value is wrong
     */
    static void parse(SmallRyeConfig config) {
        for (ConfigClass mapping : mappings()) {
            CLASSES.stream()
                    .flatMap(type -> type.getConstructors().stream())
                    .filter(constructor -> constructor.getRawParameterTypes().size() == 1
                            && constructor.getRawParameterTypes().get(0).isEquivalentTo(mapping.getType()))
                    .forEach(constructor -> parse(constructor.reflect(), config.getConfigMapping(mapping.getType())));
        }
    }

    private static void parse(Constructor<?> settings, Object mapping) {
        try {
            settings.setAccessible(true);
            settings.newInstance(mapping);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The names of the methods of a type that any class calls or refers to. */
    static Set<String> methodsUsed(Class<?> type) {
        return CLASSES.stream()
                .flatMap(user -> user.getAccessesFromSelf().stream())
                .filter(access -> access.getTargetOwner().isEquivalentTo(type))
                .map(access -> access.getTarget().getName())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
