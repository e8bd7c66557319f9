/** An S3 server for dev mode and tests. It is in no package that is shipped. */
package dev.glint.embedded;
