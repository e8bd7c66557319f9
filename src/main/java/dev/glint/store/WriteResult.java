package dev.glint.store;

import dev.glint.transfer.ContentSummary;

/**
 * What is stored now.
 *
 * @param byThisCall whether this very call wrote it, and not an earlier one of the same request
 */
record WriteResult(ContentSummary bytes, String etag, boolean byThisCall) {}
