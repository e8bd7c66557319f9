/** The configuration, checked once at the start. Everybody may read it. */
package dev.glint.config;
