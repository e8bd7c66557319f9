package dev.glint.function;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;

/** The characters of a JSON string that should be ASCII, up to its closing quote. The string is known to be well formed. */
final class JsonText extends InputStream {

    private static final int NOT_ASCII = 0x80;

    private final InputStream json;
    private boolean ended;

    /** @param json stands after the opening quote */
    JsonText(InputStream json) {
        this.json = json;
    }

    @Override
    public int read() throws IOException {
        if (ended) {
            return -1;
        }
        int character = json.read();
        if (character == '\\') {
            return unescaped(json.read());
        }
        ended = character == '"';
        return ended ? -1 : character;
    }

    /** Some writers of JSON escape each slash, and any character can be escaped by its number. */
    private int unescaped(int letter) throws IOException {
        return switch (letter) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> Math.min(Integer.parseInt(new String(json.readNBytes(4), US_ASCII), 16), NOT_ASCII);
            default -> letter;
        };
    }
}
