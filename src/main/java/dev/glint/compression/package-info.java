/** What comes out of compressed sources, and whether a source is the one that was declared. */
package dev.glint.compression;
