package dev.glint.config;

import static dev.glint.image.StoreFailure.Kind.CONTENT_MISMATCH;
import static dev.glint.image.StoreFailure.Kind.UNSAFE_IMAGE;

import dev.glint.format.ImageFormat;
import dev.glint.image.DiskFormat;
import dev.glint.image.StoreFailure;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** {@link FormatConfig}, checked and parsed. A wrong value stops the start with a sentence that names its key. */
@Singleton
@Startup
public class FormatSettings {

    private final boolean unsafeIsRefused;
    /** Empty allows any. */
    private final Optional<List<String>> allowed;

    FormatSettings(FormatConfig config) {
        unsafeIsRefused = new Setting(config.unsafe()).parsed(FormatSettings::isRefused, "refuse or allow");
        allowed = config.allowed().map(FormatSettings::names);
    }

    private static Optional<Boolean> isRefused(String text) {
        return switch (text.strip()) {
            case "refuse" -> Optional.of(true);
            case "allow" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static List<String> names(List<String> texts) {
        return Setting.list("image.format.allowed", texts)
                .map(name ->
                        name.matching(DiskFormat.NAMES::contains, "a list of " + String.join(", ", DiskFormat.NAMES)))
                .toList();
    }

    /**
     * Lets an image pass if it may be stored.
     *
     * @throws StoreFailure {@code UNSAFE_IMAGE}, or {@code CONTENT_MISMATCH} if its format is not one of those that may come
     */
    public void check(ImageFormat found) {
        if (unsafeIsRefused && !found.safe()) {
            throw UNSAFE_IMAGE.because("%s", found.danger().orElseThrow());
        }
        if (allowed.isPresent() && allowed.get().stream().noneMatch(found.diskFormat()::isA)) {
            throw CONTENT_MISMATCH.because(
                    "The image's format is %s, but image.format.allowed has only %s; this call stored nothing.",
                    found.name(), String.join(", ", allowed.get()));
        }
    }
}
