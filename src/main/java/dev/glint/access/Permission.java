package dev.glint.access;

import static dev.glint.image.StoreFailure.Kind.FORBIDDEN;

import dev.glint.image.ImageId;
import dev.glint.image.ImageLocation;
import dev.glint.image.StoreFailure;

/**
 * Which images a call may name. Requests name images as text; nobody but this makes ids and locations of that text.
 *
 * @param prefix what every id begins with
 */
public record Permission(String prefix) {

    static final Permission EVERYTHING = new Permission("");

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

    private void check(String id) {
        if (!id.startsWith(prefix)) {
            throw FORBIDDEN.because("The token allows only ids that begin with \"%s\".", prefix);
        }
    }
}
