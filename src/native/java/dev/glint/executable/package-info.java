/** What native executables leave out, and what their build finds for them. Only that build has this package. */
package dev.glint.executable;
