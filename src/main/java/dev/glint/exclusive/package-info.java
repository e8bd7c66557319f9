/** Writes that replace nothing: what the server honours is found out, and where that is not enough, a claim guards the write. */
package dev.glint.exclusive;
