package dev.glint.store;

/**
 * What is stored now.
 *
 * @param byThisCall whether this very call wrote it, and not an earlier one of the same request
 */
record WriteResult(ReadBytes bytes, String etag, boolean byThisCall) {}
