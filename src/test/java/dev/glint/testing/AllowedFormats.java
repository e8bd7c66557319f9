package dev.glint.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Lets unsafe images come, but only those of some formats. */
public final class AllowedFormats implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        return Map.of("image.format.unsafe", "allow", "image.format.allowed", "raw, qcow2,vmdk");
    }

    @Override
    public void stop() {
        // Nothing was started.
    }
}
