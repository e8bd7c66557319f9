/** An S3 server for dev mode and tests, and a page for people in dev mode. It is in no package that is shipped. */
package dev.glint.devmode;
