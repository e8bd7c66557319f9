/**
 * OpenStack Glance's S3 image store as serverless functions. Arrows point down; nobody imports upwards.
 *
 * <pre>
 *   lambda   tracing        (only in their builds)
 *        \   /
 *       function            what callers say and hear
 *          |
 *        access             who may call what, and name which images
 *          |
 *         sink              who is told of images added and deleted
 *          |
 *        store              one image, one winner: add, get, size, delete
 *          |
 *        direct             uploads that clients make themselves
 *          |
 *       exclusive           writes that replace nothing, whatever the server honours
 *          |
 *         s3                requests to S3, and what their failures mean
 *          |
 *     compression           what comes out of compressed sources
 *          |
 *       transfer            parts, memory, digests
 *          |
 *        source             where images come from
 *          |
 *        config             read by all above
 *          |
 *        format             what an image is, by its bytes
 *          |
 *        image              values and failures, known to all
 * </pre>
 *
 * <p>The life of an add:
 *
 * <ol>
 *   <li>{@code HttpAdmission} admits the request; {@code BodyIntake} takes its body within {@code MemoryBudget}.
 *   <li>{@code ImageFunctions} is called by Funqy; {@code CallRunner} runs the call, logs it and counts it.
 *   <li>{@code AddSources} says where the bytes come from: inline data, a location, or {@code HttpSources}; {@code
 *       PublishedChecksums} says which bytes they must be, and {@code CompressedSources} what comes out of them.
 *   <li>{@code ServerCopies} lets S3 copy an image of our own bucket whose digests are known. {@code MultipartWrite} then has no
 *       bytes to send, and the next step is not needed.
 *   <li>{@code ImageWriter} has the content opened, and {@code ExclusiveWrite} reads its first part. {@code ReadAhead} reads it by
 *       several connections if one is slow. {@code FormatCheck} sees each byte, and ends what may not be stored.
 *   <li>{@code SingleWrite} or {@code MultipartWrite} sends it, {@code Digester} digests it beside that.
 *   <li>S3 is asked to create the object only if there is none, as {@code Exclusivity} knows how; {@code S3Failures} translates
 *       what it answers.
 *   <li>{@code UncertainWrite} looks where the answer was lost; {@code Ownership} tells whose the object is.
 *   <li>What failed is removed by {@code UploadCleanup}, {@code ObjectCleanup} and {@code OrphanedUploads}.
 * </ol>
 */
package dev.glint;
