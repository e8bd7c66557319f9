package dev.glint.image;

import static dev.glint.image.StoreFailure.Kind.INVALID_REQUEST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "!", "~", "/source#1234", "8e03978e-40d5-43e8-bc93-6894a57f9324", "\"quoted\""})
    void visibleCharactersAreAllowed(String text) {
        assertEquals(text, new RequestId(text).value());
        assertEquals(text, new RequestId(text).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\tb", "a\r\nX-Amz-Acl: public-read", "a\n", "é", "\u007f", "\u0000"})
    void otherCharactersAreRefused(String text) {
        assertEquals(
                INVALID_REQUEST,
                assertThrows(StoreFailure.class, () -> new RequestId(text)).kind());
    }

    @Test
    void requestHasAtMostOneKey() {
        assertEquals("key", RequestId.ofKeys(List.of("key")).value());
        assertNotEquals(RequestId.ofKeys(List.of()), RequestId.ofKeys(List.of()));
        for (List<String> keys : List.of(List.of("a", "b"), List.of("a", "a"), List.of("a,b"), List.of("a,"))) {
            assertEquals(
                    INVALID_REQUEST,
                    assertThrows(StoreFailure.class, () -> RequestId.ofKeys(keys))
                            .kind());
        }
    }

    @Test
    void requestIdHasAtMost255Characters() {
        assertEquals(255, new RequestId("a".repeat(255)).value().length());
        assertThrows(StoreFailure.class, () -> new RequestId("a".repeat(256)));
    }

    @Test
    void freshRequestIdsDiffer() {
        assertNotEquals(RequestId.fresh(), RequestId.fresh());
    }
}
