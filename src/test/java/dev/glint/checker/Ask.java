package dev.glint.checker;

/**
 * What a client wants to do with an id.
 *
 * @param owner the owner of the image that may be stored: the request or the upload that writes it
 * @param image the image that is written, if any
 * @param sound whether it may succeed; a call that declares a wrong checksum, for example, may not
 */
record Ask(Deed deed, String owner, Image image, boolean sound) {

    private static final String UPLOAD = "upload ";

    enum Deed {
        /** The function {@code add} with data, a source or a location. */
        ADD,
        /** The client's own PUT to S3, with a presigned URL. */
        PUT,
        /** {@code add} that finishes a direct upload in parts. */
        FINISH,
        /** {@code add} that finishes a single PUT of any client. */
        ADOPT,
        DELETE,
        /** {@code delete} of an upload in parts. */
        ABANDON,
        /** Any read of the image: {@code get-size}, {@code get-presigned}, a download. */
        LOOK,
        /** {@code get-presigned} for an upload. */
        OFFER
    }

    static Ask of(Deed deed) {
        return new Ask(deed, "", Image.NONE, true);
    }

    static Ask add(String requestId, Content content) {
        return write(Deed.ADD, "request " + requestId, content);
    }

    /** An add that must fail and writes nothing, as the error is noticed before the write. */
    static Ask unsoundAdd(String requestId) {
        return new Ask(Deed.ADD, "request " + requestId, Image.NONE, false);
    }

    /** A step of a direct upload. */
    static Ask upload(Deed deed, String upload, Content content) {
        return write(deed, UPLOAD + upload, content);
    }

    private static Ask write(Deed deed, String owner, Content content) {
        return new Ask(deed, owner, Image.of(owner, content.bytes()), true);
    }

    /** The same, but with a wrong declaration. */
    Ask unsound() {
        return new Ask(deed, owner, image, false);
    }

    static boolean isUpload(String owner) {
        return owner.startsWith(UPLOAD);
    }

    @Override
    public String toString() {
        return deed + (sound ? "" : " of something wrong") + (owner.isEmpty() ? "" : " for " + owner);
    }
}
