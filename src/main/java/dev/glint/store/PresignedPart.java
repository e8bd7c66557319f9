package dev.glint.store;

import java.util.Map;

/**
 * A URL to which anybody can PUT this many bytes, once or until it expires, so it is a secret: printing this does not show it.
 *
 * @param headers what the client must send, to the letter
 */
public record PresignedPart(int number, long size, String url, Map<String, String> headers) {

    @Override
    public String toString() {
        return "PresignedPart[number=" + number + "]";
    }
}
