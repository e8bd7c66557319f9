/** What everybody speaks of: ids, locations, digests, and the one kind of failure. */
package dev.glint.image;
