/** Bytes on their way: parts, their memory, and their digests. Knows nothing of S3. */
package dev.glint.transfer;
