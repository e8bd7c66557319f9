package dev.glint.image;

import static dev.glint.image.StoreFailure.Kind.INVALID_REQUEST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageIdTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "71c675ab-d94f-49cd-a114-e12490b328d9", "...", "..a", ".a", "a.", "-", "_", "~", "A.b_c~d-9"
            })
    void idsOfUnreservedCharactersAreAllowed(String text) {
        assertEquals(text, new ImageId(text).value());
        assertEquals(text, new ImageId(text).toString());
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                ".",
                "..",
                "a/b",
                "/",
                "a?b",
                "a#b",
                "a@b",
                "a://b",
                "a:b",
                "a%2Fb",
                "a b",
                " a",
                "a ",
                "a\n",
                "..\n",
                "a\0",
                "a+b",
                "a\\b",
                "ü",
                "e\u0301",
                "\u202ea",
                "ａ",
                "١",
                "\ud83d\ude00",
            })
    void otherIdsAreRefused(String text) {
        assertRefused(text);
    }

    @Test
    void idHasAtMost255Characters() {
        assertEquals(255, new ImageId("a".repeat(255)).value().length());
        assertRefused("a".repeat(256));
        assertRefused("a".repeat(10_000_000));
        assertRefused("\ud800");
    }

    private static void assertRefused(String text) {
        StoreFailure failure = assertThrows(StoreFailure.class, () -> new ImageId(text));
        assertEquals(INVALID_REQUEST, failure.kind());
        assertTrue(failure.getMessage().contains("field imageId"), failure.getMessage());
    }
}
