package dev.glint.checker;

/**
 * The answer that a client got.
 *
 * @param size in bytes; -1 where the answer has none
 * @param checksum MD5 in hex; null where the answer has none
 * @param hash SHA-512 in hex; null where the answer has none
 * @param words the text of the answer
 */
record Told(Outcome outcome, long size, String checksum, String hash, String words) {

    private static final int LONGEST_TEXT = 400;

    enum Outcome {
        DONE,
        /** The id is taken by another image. */
        TAKEN,
        /** There is no such image or upload. */
        ABSENT,
        /** The call or its source was wrong: nothing was stored. */
        REFUSED,
        /** It did not succeed: nothing is stored. */
        FAILED,
        /** The answer says that it may have succeeded. */
        UNKNOWN,
        /** No answer came. */
        SILENCE,
        /** An answer that must never occur. */
        WRONG
    }

    static Told of(Outcome outcome, String words) {
        return new Told(outcome, -1, null, null, words);
    }

    boolean isOpen() {
        return outcome == Outcome.UNKNOWN || outcome == Outcome.SILENCE;
    }

    Told unknown() {
        return new Told(Outcome.UNKNOWN, size, checksum, hash, words + " (a write was still on its way)");
    }

    boolean fits(Image image) {
        return image.exists()
                && (size < 0 || size == image.size())
                && (checksum == null || checksum.equals(image.checksum()))
                && (hash == null || hash.equals(image.hash()));
    }

    @Override
    public String toString() {
        return outcome + ": " + (words.length() > LONGEST_TEXT ? words.substring(0, LONGEST_TEXT) + "..." : words);
    }
}
