package dev.glint.access;

import static dev.glint.image.StoreFailure.Kind.FORBIDDEN;

import dev.glint.image.ImageId;
import dev.glint.image.ImageLocation;
import dev.glint.image.StoreFailure;

/**
 * Which images a call may name, and whether it may write them. Ids and locations are text in requests; only
 * this class turns them into values, so that none of them goes unchecked.
 *
 * @param prefix what every id begins with
 * @param mayAdd whether the caller may call {@code add}
 */
public record Permission(String prefix, boolean mayAdd) {

    static final String ANY = "";
    static final Permission EVERYTHING = new Permission(ANY, true);

    /**
     * The id that a request names.
     *
     * @throws StoreFailure {@code FORBIDDEN}, or {@code INVALID_REQUEST} if it is none
     */
    public ImageId id(String named) {
        ImageId id = new ImageId(named);
        check(id.value());
        return id;
    }

    /**
     * The location that a request names.
     *
     * @throws StoreFailure {@code FORBIDDEN}, or {@code BAD_STORE_URI} if it is none
     */
    public ImageLocation location(String named) {
        ImageLocation location = ImageLocation.parse(named);
        check(location.id());
        return location;
    }

    /**
     * To be called before the caller gets URLs with which it can write an image, since that is half of an add.
     *
     * @throws StoreFailure {@code FORBIDDEN}
     */
    public void checkUpload() {
        if (!mayAdd) {
            throw FORBIDDEN.because("An upload needs one of the roles or scopes of glint.access.add, too.");
        }
    }

    private void check(String id) {
        if (!id.startsWith(prefix)) {
            throw FORBIDDEN.because("The token allows only ids that begin with \"%s\".", prefix);
        }
    }
}
