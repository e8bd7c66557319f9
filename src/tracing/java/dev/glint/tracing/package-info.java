/** Spans for events, sources and S3, in builds with tracing. */
package dev.glint.tracing;
