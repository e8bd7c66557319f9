package dev.glint.direct;

import dev.glint.image.StoreFailure;
import dev.glint.image.StoreFailure.Kind;
import dev.glint.transfer.PartPlan;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id of a multipart upload as clients see it: S3's own id, and before it what S3 does not tell about an unfinished
 * upload, its size and its part size. So nobody has to store them. The metadata of the finished object tells whether they were true.
 *
 * @param upload that of the {@link UploadMetadata}
 * @param size how many bytes all parts have together
 * @param partSize how many each part has, except the last one
 * @param s3Id the id among S3's own
 */
public record UploadId(String upload, long size, long partSize, String s3Id) {

    private static final Pattern TEXT =
            Pattern.compile("([0-9a-f-]{36})\\.(0|[1-9]\\d{0,14})\\.([1-9]\\d{6,9})\\.([!-~]{1,1024})");

    /**
     * Reads an id.
     *
     * @throws StoreFailure {@code NOT_FOUND} if it was not made here, so that there can be no such upload
     */
    static UploadId parse(String text, String imageId) {
        Matcher matcher = TEXT.matcher(text);
        if (matcher.matches()) {
            UploadId id = new UploadId(
                    matcher.group(1),
                    Long.parseLong(matcher.group(2)),
                    Long.parseLong(matcher.group(3)),
                    matcher.group(4));
            if ((id.size - 1) / id.partSize < PartPlan.MOST_PARTS) {
                return id;
            }
        }
        throw unknown(imageId);
    }

    /** The failure of a call that names an upload that does not exist. */
    static StoreFailure unknown(String imageId) {
        return Kind.NOT_FOUND
                .because("There is no such upload of the image %s; it was finished, given up, or never begun.", imageId)
                .about(imageId);
    }

    int partCount() {
        return Math.toIntExact((size - 1) / partSize + 1);
    }

    /** The size of a part by its number; numbers begin with 1. */
    long partSize(int number) {
        return Math.min(partSize, size - (number - 1) * partSize);
    }

    @Override
    public String toString() {
        return upload + "." + size + "." + partSize + "." + s3Id;
    }
}
