package dev.glint.source;

/**
 * How much a source may take.
 *
 * @param size the most bytes of an image
 * @param dictionary the most bytes of a dictionary that decompressing it takes
 */
public record SourceLimits(long size, long dictionary) {}
