package dev.glint.deploy;

import dev.glint.function.ImageFunction;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The names of the functions, as the code has them. */
final class Functions {

    private Functions() {}

    static Set<String> names() {
        return Arrays.stream(ImageFunction.values())
                .map(ImageFunction::toString)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The types of the events that call them. */
    static Set<String> eventTypes() {
        return names().stream().map("dev.glint.image."::concat).collect(Collectors.toCollection(TreeSet::new));
    }
}
