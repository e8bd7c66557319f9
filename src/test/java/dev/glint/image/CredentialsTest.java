package dev.glint.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class CredentialsTest {

    @Test
    void printedCredentialsHideBothKeys() {
        Credentials credentials = new Credentials("AKIAEXAMPLE", "hush");
        for (String printed : new String[] {
            credentials.toString(), Optional.of(credentials).toString(), String.format("%s", credentials)
        }) {
            assertFalse(printed.contains("hush"), printed);
            assertFalse(printed.contains("AKIA"), printed);
        }
        assertEquals("hush", credentials.secretKey());
    }
}
