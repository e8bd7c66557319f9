/** Uploads that clients make themselves with presigned URLs: begin, go on, finish, give up. */
package dev.glint.direct;
