package dev.glint.deploy;

import dev.glint.function.ImageFunctions;
import io.quarkus.funqy.Funq;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The names of the functions, as the code has them. */
final class Functions {

    private Functions() {}

    static Set<String> names() {
        return Arrays.stream(ImageFunctions.class.getDeclaredMethods())
                .flatMap(method -> Optional.ofNullable(method.getAnnotation(Funq.class)).stream())
                .map(Funq::value)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The types of the events that call them. */
    static Set<String> eventTypes() {
        return names().stream().map("dev.glint.image."::concat).collect(Collectors.toCollection(TreeSet::new));
    }
}
