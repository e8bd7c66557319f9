/** Who is told of images that were added and deleted: a sink of CloudEvents, over HTTP or in AWS. */
package dev.glint.sink;
