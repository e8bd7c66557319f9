/** What callers say and hear: the four functions over HTTP and as CloudEvents. */
package dev.glint.function;
