package dev.glint.function;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.glint.testing.Functions;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.SourceServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The size and the deletion of images. */
interface ReadContract extends Backend {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, PART_SIZE + 1})
    default void sizeIsFoundByIdAndByLocation(int count) {
        s3().write("img", SourceServer.bytes(count));
        Object expected =
                Functions.tree("imageId", "img", "location", location("img"), "size", count, "available", true);
        assertEquals(
                expected, functions().call("get-size", "imageId", "img").ok().json());
        assertEquals(
                expected,
                functions().call("get-size", "location", location("img")).ok().json());
        String withKeys = locationWithKeys(keys(), "img");
        assertEquals(
                expected,
                functions().call("get-size", "location", withKeys).ok().json());
        s3().take("img");
    }

    @Test
    default void aMissingImageHasSizeZeroAndIsNotAvailable() {
        Object expected = Functions.tree(
                "imageId", "img", "location", location("img"), "size", 0, "available", false, "reason", "not-found");
        assertEquals(
                expected, functions().call("get-size", "imageId", "img").ok().json());
        assertEquals(
                expected,
                functions().call("get-size", "location", location("img")).ok().json());
    }

    @Test
    default void imageIsDeletedOnce() {
        s3().write("img", SourceServer.bytes(10));
        s3().write("other", SourceServer.bytes(20));
        Answer answer = functions().call("delete", "imageId", "img").ok();
        assertEquals(Functions.tree("imageId", "img", "location", location("img"), "deleted", true), answer.json());
        assertEquals(List.of("other"), s3().keys());
        functions().call("delete", "imageId", "img").problem(404, "not-found");
        s3().take("other");
    }

    @Test
    default void imageIsDeletedByLocation() {
        s3().write("img", SourceServer.bytes(10));
        functions().call("delete", "location", location("img") + "//").ok();
        functions().call("delete", "location", location("img")).problem(404, "not-found");
    }

    @Test
    default void keysOfALocationAreNotRepeatedByDelete() {
        s3().write("img", SourceServer.bytes(10));
        Answer answer = functions()
                .call("delete", "location", locationWithKeys(keys(), "img"))
                .ok();
        assertEquals(location("img"), answer.text("location"));
    }

    @Test
    default void wrongKeysOfALocationAreRefused() {
        s3().write("img", SourceServer.bytes(10));
        for (String keys : wrongKeys()) {
            String location = locationWithKeys(keys, "img");
            functions().call("delete", "location", location).problem(403, "store-forbidden");
            functions().call("get-presigned", "location", location).problem(403, "store-forbidden");
            functions().call("add", "imageId", "copy", "source", location).problem(403, "store-forbidden");
            Answer size = functions().call("get-size", "location", location).ok();
            assertEquals("store-forbidden", size.text("reason"));
        }
        s3().take("img");
    }

    /** The right access key with a wrong secret, and an unknown access key. */
    default String[] wrongKeys() {
        return new String[] {setting("s3.store.access-key") + ":wrong", "nobody:" + setting("s3.store.secret-key")};
    }
}
