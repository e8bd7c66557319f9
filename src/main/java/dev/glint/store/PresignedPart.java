package dev.glint.store;

import java.util.Map;

/**
 * A URL to which whoever has it can PUT these many bytes, once or until it expires. It is a secret: printing this does not give
 * it away.
 *
 * @param headers what the client must send, to the letter
 */
public record PresignedPart(int number, long size, String url, Map<String, String> headers) {

    @Override
    public String toString() {
        return "PresignedPart[number=" + number + "]";
    }
}
