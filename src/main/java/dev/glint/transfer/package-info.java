/** Bytes on their way: parts, their memory, their digests, and reading ahead. Knows nothing of S3. */
package dev.glint.transfer;
