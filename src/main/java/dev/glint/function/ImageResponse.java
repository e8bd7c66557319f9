package dev.glint.function;

/** What a function answers; each is written as one JSON object. */
public sealed interface ImageResponse permits AddResponse, SizeResponse, PresignResponse, DeleteResponse {

    /** The image that it is about. */
    String imageId();
}
