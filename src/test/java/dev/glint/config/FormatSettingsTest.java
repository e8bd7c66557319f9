package dev.glint.config;

import static dev.glint.image.StoreFailure.Kind.CONTENT_MISMATCH;
import static dev.glint.image.StoreFailure.Kind.UNSAFE_IMAGE;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.format.ImageFormat;
import dev.glint.image.StoreFailure;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatSettingsTest {

    private static final String UNSAFE = "image.format.unsafe";
    private static final String ALLOWED = "image.format.allowed";

    private static ImageFormat safe(String name) {
        return new ImageFormat(name, OptionalLong.empty(), Optional.empty());
    }

    private static ImageFormat unsafe(String name) {
        return new ImageFormat(name, OptionalLong.empty(), Optional.of("It bites 100% of the time."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"raw", "qcow2", "qed"})
    void anySafeFormatMayComeByDefault(String name) {
        FormatSettings settings = StoreValues.formats(Map.of());
        assertDoesNotThrow(() -> settings.check(safe(name)));
        StoreFailure failure = assertThrows(StoreFailure.class, () -> settings.check(unsafe(name)));
        assertEquals(UNSAFE_IMAGE, failure.kind());
        assertEquals("It bites 100% of the time.", failure.getMessage());
    }

    @Test
    void unsafeImagesMayBeAllowed() {
        assertDoesNotThrow(() -> StoreValues.formats(Map.of(UNSAFE, " allow")).check(unsafe("qcow2")));
    }

    @ParameterizedTest
    @CsvSource({
        "'raw,qcow2', qcow2, true",
        "'qcow2, raw', raw, true",
        "raw, gpt, true",
        "gpt, raw, false",
        "'raw,qcow2', vmdk, false",
        "'gpt,qcow2', 'gpt,qcow2', false",
        "'', vmdk, true"
    })
    void onlyAllowedFormatsMayCome(String allowed, String name, boolean mayCome) {
        FormatSettings settings = StoreValues.formats(Map.of(ALLOWED, allowed, UNSAFE, "allow"));
        if (mayCome) {
            assertDoesNotThrow(() -> settings.check(unsafe(name)));
        } else {
            StoreFailure failure = assertThrows(StoreFailure.class, () -> settings.check(unsafe(name)));
            assertEquals(CONTENT_MISMATCH, failure.kind());
            assertTrue(failure.getMessage().contains(name), failure.getMessage());
            assertTrue(failure.getMessage().contains(ALLOWED), failure.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource({
        UNSAFE + ", ''",
        UNSAFE + ", true",
        UNSAFE + ", Refuse",
        ALLOWED + ", any",
        ALLOWED + ", RAW",
        ALLOWED + ", 'raw,qcow'",
        ALLOWED + ", raw qcow2"
    })
    void wrongValueStopsTheStartWithOneSentenceThatNamesTheKey(String key, String value) {
        Exception wrong = assertThrows(ConfigurationException.class, () -> StoreValues.formats(Map.of(key, value)));
        assertTrue(wrong.getMessage().matches(key + " must be [^\r\n]+[^.]\\."), wrong.getMessage());
    }
}
