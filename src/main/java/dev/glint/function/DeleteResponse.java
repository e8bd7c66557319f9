package dev.glint.function;

/** The image is gone; {@code deleted} says whether this call removed it. */
public record DeleteResponse(String imageId, String location, boolean deleted) implements ImageResponse {}
