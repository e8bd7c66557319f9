/** What native executables leave out. Only their build has this package. */
package dev.glint.executable;
