package dev.glint.checker;

/**
 * What is under an id.
 *
 * @param owner as in {@link Ask}
 * @param checksum MD5 in hex
 * @param vouched whether a caller was told that it is stored: then only a delete may remove it
 */
record Image(String owner, String checksum, long size, boolean vouched) {

    static final Image NONE = new Image("", "", -1, false);

    boolean exists() {
        return size >= 0;
    }

    boolean isOf(String anOwner) {
        return exists() && owner.equals(anOwner);
    }

    boolean isUpload() {
        return Ask.isUpload(owner);
    }

    boolean hasBytesOf(Image other) {
        return size == other.size && checksum.equals(other.checksum);
    }

    Image vouch() {
        return new Image(owner, checksum, size, true);
    }
}
