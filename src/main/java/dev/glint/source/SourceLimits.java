package dev.glint.source;

/**
 * What a source may make of a call.
 *
 * @param size the most bytes of an image
 * @param dictionary the most bytes of a dictionary that decompressing it takes
 */
public record SourceLimits(long size, long dictionary) {}
