/** S3: clients, objects and uploads, what its failures mean, what it leaves behind, and presigned URLs. */
package dev.glint.s3;
