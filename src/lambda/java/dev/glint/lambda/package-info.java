/** The four functions on Lambda, behind a Function URL or an HTTP API. */
package dev.glint.lambda;
