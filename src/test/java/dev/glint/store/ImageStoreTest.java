package dev.glint.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.glint.image.ImageLocation;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageStoreTest {

    /** Like Glance's {@code get_schemes}: each is a scheme of locations. */
    @Test
    void storeListsTheSchemesOfLocations() {
        List<String> schemes = new ImageStore(null, null, null, null, null, null).schemes();
        assertEquals(List.of("s3", "s3+http", "s3+https"), schemes);
        for (String scheme : schemes) {
            ImageLocation location = ImageLocation.parse(scheme + "://host/images/id");
            assertEquals(scheme.equals("s3+https"), location.endpoint().secure());
        }
    }
}
