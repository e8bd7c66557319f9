package dev.glint.access;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a verified token says of its bearer. */
public record Claims(Map<String, Object> values) {

    /** The claims in which identity providers put roles (the first two) and scopes. */
    private static final List<String> ROLES = List.of("groups", "roles", "scope", "scp");

    /** API Gateway writes a list as {@code [one two]}; scopes are written as {@code one two}. */
    private static final Pattern BETWEEN = Pattern.compile("[\\s,\\[\\]]+");

    Set<String> roles() {
        Set<String> roles = new HashSet<>();
        for (String name : ROLES) {
            Object value = values.get(name);
            if (value instanceof Collection<?> several) {
                several.forEach(one -> roles.add(one.toString()));
            } else if (value != null) {
                roles.addAll(BETWEEN.splitAsStream(value.toString()).toList());
            }
        }
        return roles;
    }

    /** The text under a name; empty if there is none, or it is not text, or is empty. */
    Optional<String> text(String name) {
        return values.get(name) instanceof String text && !text.isEmpty() ? Optional.of(text) : Optional.empty();
    }
}
