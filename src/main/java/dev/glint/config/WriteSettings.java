package dev.glint.config;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What {@link StoreConfig} says of writes that must not replace an image.
 *
 * @param honoured the operations whose conditions the server honours; empty if that is to be found out
 * @param exclusive whether an add fails on a server that honours no condition of a write
 */
public record WriteSettings(Optional<Set<ConditionalOperation>> honoured, boolean exclusive) {

    static WriteSettings of(StoreConfig config) {
        return new WriteSettings(
                new Setting(config.conditionalWrites())
                        .parsed(WriteSettings::honoured, "auto, or a list of put, complete, copy and delete"),
                new Setting(config.exclusiveWrites()).parsed(WriteSettings::exclusive, "required or best-effort"));
    }

    /** No operations for {@code auto}; nothing at all where the text is wrong. */
    private static Optional<Optional<Set<ConditionalOperation>>> honoured(String text) {
        if (text.strip().equals("auto")) {
            return Optional.of(Optional.empty());
        }
        Set<ConditionalOperation> operations = EnumSet.noneOf(ConditionalOperation.class);
        for (String name : text.split(",", -1)) {
            Optional<ConditionalOperation> operation = ConditionalOperation.parse(name.strip());
            if (operation.isEmpty()) {
                return Optional.empty();
            }
            operations.add(operation.get());
        }
        return Optional.of(Optional.of(operations));
    }

    private static Optional<Boolean> exclusive(String text) {
        return switch (text.strip()) {
            case "required" -> Optional.of(true);
            case "best-effort" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
