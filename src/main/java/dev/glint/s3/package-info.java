/** S3: clients, objects and uploads, writes that replace nothing, what failures mean, and what they leave behind. */
package dev.glint.s3;
