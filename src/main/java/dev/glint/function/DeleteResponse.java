package dev.glint.function;

/** That an image is gone; {@code deleted} says whether it is this call that removed it. */
public record DeleteResponse(String imageId, String location, boolean deleted) implements ImageResponse {}
