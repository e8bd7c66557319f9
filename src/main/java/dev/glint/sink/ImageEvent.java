package dev.glint.sink;

import java.time.Instant;

/**
 * What happened to an image.
 *
 * @param id the same for the same news, however often it is told
 * @param subject the id of the image
 * @param data JSON
 */
public record ImageEvent(String type, String id, String subject, Instant time, byte[] data) {}
