/** The configuration, checked once at the start. All packages above may read it. */
package dev.glint.config;
