/** Where images come from: http and https sources, which addresses may be fetched, and when to give up. */
package dev.glint.source;
