package dev.glint.checker;

/**
 * What a client wants of an id.
 *
 * @param owner whose image it is if it comes to one: the request that adds it or the upload that brings it
 * @param image what is written, if anything is
 * @param sound whether it may succeed; what declares a wrong checksum, for one, may not
 */
record Ask(Deed deed, String owner, Image image, boolean sound) {

    private static final String UPLOAD = "upload ";

    enum Deed {
        /** The function {@code add} with data, a source or a location. */
        ADD,
        /** The client's own PUT to S3, with a presigned URL. */
        PUT,
        /** {@code add} of what a direct upload in parts brought. */
        FINISH,
        /** {@code add} of what a single PUT brought, whoever made it. */
        ADOPT,
        DELETE,
        /** {@code delete} of an upload in parts. */
        ABANDON,
        /** Any look at the image: {@code get-size}, {@code get-presigned}, a download. */
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

    /** An add that must come to nothing, and writes nothing: what is wrong with it shows before. */
    static Ask unsoundAdd(String requestId) {
        return new Ask(Deed.ADD, "request " + requestId, Image.NONE, false);
    }

    /** Something done with what a direct upload brings. */
    static Ask upload(Deed deed, String upload, Content content) {
        return write(deed, UPLOAD + upload, content);
    }

    private static Ask write(Deed deed, String owner, Content content) {
        return new Ask(deed, owner, Image.of(owner, content.bytes()), true);
    }

    /** The same, with something wrong declared. */
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
