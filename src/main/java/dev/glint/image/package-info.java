/** The values that all packages share: ids, locations, digests, and the one kind of failure. */
package dev.glint.image;
