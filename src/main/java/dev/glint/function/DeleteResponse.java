package dev.glint.function;

/** That an image is gone. */
public record DeleteResponse(String imageId, String location, boolean deleted) {}
