package dev.glint.deploy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import dev.glint.function.ImageFunction;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the classes of the application say about it. */
final class ApplicationClasses {

    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("dev.glint");

    private ApplicationClasses() {}

    /** The names of the functions, such as {@code get-size}. */
    static Set<String> functions() {
        return Arrays.stream(ImageFunction.values())
                .map(ImageFunction::toString)
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

    /** The names of the methods of a type that any class calls or refers to. */
    static Set<String> methodsUsed(Class<?> type) {
        return CLASSES.stream()
                .flatMap(user -> user.getAccessesFromSelf().stream())
                .filter(access -> access.getTargetOwner().isEquivalentTo(type))
                .map(access -> access.getTarget().getName())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
