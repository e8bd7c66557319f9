package dev.glint.transfer;

import static dev.glint.image.StoreFailure.Kind.TOO_LARGE;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * How large each part of an upload is, so that the 10,000 parts that S3 allows hold the image. Where the length is known all
 * parts but the last are of one size; where it is not, parts double every 500 after the first 1,000.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html">Amazon S3 multipart upload limits</a>
 */
public record PartPlan(long partSize, boolean growing) {

    /** The most parts of one upload. */
    public static final int MOST_PARTS = 10_000;

    private static final long LARGEST_PART = 5L << 30;
    private static final int PARTS_OF_FIRST_SIZE = 1_000;
    private static final int PARTS_OF_EACH_SIZE = 500;

    /** A plan with parts of at least {@code partSize} bytes; {@code TOO_LARGE} if no part size is enough. */
    public static PartPlan of(long partSize, OptionalLong length) {
        if (length.isEmpty()) {
            return new PartPlan(partSize, true);
        }
        long needed = Math.max(0, length.getAsLong() - 1) / MOST_PARTS + 1;
        if (needed > LARGEST_PART) {
            throw TOO_LARGE.because("The image has %d bytes, more than S3 can hold.", length.getAsLong());
        }
        return new PartPlan(Math.max(partSize, needed), false);
    }

    /**
     * The bounds of the parts of an image: where each begins, and last where the image ends. Empty if no plan gives an image of
     * this length so many parts.
     *
     * @param partSize the size of the first parts
     */
    public static Optional<long[]> bounds(long partSize, long length, int parts) {
        return parts > MOST_PARTS
                ? Optional.empty()
                : new PartPlan(partSize, false)
                        .bounds(length, parts)
                        .or(() -> new PartPlan(partSize, true).bounds(length, parts));
    }

    private Optional<long[]> bounds(long length, int parts) {
        long[] bounds = new long[parts + 1];
        for (int number = 1; number <= parts; number++) {
            bounds[number] = bounds[number - 1] + size(number);
        }
        boolean fits = bounds[parts - 1] < length && length <= bounds[parts];
        bounds[parts] = length;
        return Optional.of(bounds).filter(all -> fits);
    }

    /** The most bytes of a part; numbers begin with 1. {@code TOO_LARGE} after the last part that S3 allows. */
    public long size(int number) {
        if (number > MOST_PARTS) {
            throw TOO_LARGE.because("The image does not fit into %d parts; declare its size.", MOST_PARTS);
        }
        int doublings = growing && number > PARTS_OF_FIRST_SIZE
                ? 1 + (number - PARTS_OF_FIRST_SIZE - 1) / PARTS_OF_EACH_SIZE
                : 0;
        return Math.min(partSize << doublings, LARGEST_PART);
    }
}
