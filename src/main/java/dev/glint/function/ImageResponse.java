package dev.glint.function;

import java.util.OptionalLong;

/** What a function answers; each is written as one JSON object. */
public sealed interface ImageResponse permits AddResponse, SizeResponse, PresignResponse, DeleteResponse {

    /** The image that it is about. */
    String imageId();

    /** How many bytes were stored, or are said to be there. */
    default OptionalLong bytes() {
        return OptionalLong.empty();
    }

    /** The MD5 of the bytes in hex; null where the answer does not tell it. */
    default String checksum() {
        return null;
    }

    /** {@code ok}, or the type of the failure that the answer reports. */
    default String outcome() {
        return "ok";
    }
}
