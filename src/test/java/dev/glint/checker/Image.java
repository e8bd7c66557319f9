package dev.glint.checker;

import dev.glint.testing.Digests;

/**
 * The image of an id.
 *
 * @param owner as in {@link Ask}
 * @param checksum MD5 in hex
 * @param hash SHA-512 in hex
 * @param vouched whether a caller was told that it is stored: then only a delete may remove it
 */
record Image(String owner, String checksum, String hash, long size, boolean vouched) {

    static final Image NONE = new Image("", "", "", -1, false);

    static Image of(String owner, byte[] bytes) {
        return new Image(owner, Digests.md5(bytes), Digests.sha512(bytes), bytes.length, false);
    }

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
        return new Image(owner, checksum, hash, size, true);
    }
}
