/** The store: Glance's operations on images, and the write that never replaces an image. */
package dev.glint.store;
