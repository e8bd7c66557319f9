package dev.glint.transport;

import static dev.glint.testing.Fault.answer;

import dev.glint.format.EditedImage;
import dev.glint.image.StoreFailure.Kind;
import dev.glint.testing.FaultyWorld;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A call that fails. Every transport reports the failure in its own way.
 *
 * @param status the status of the answer over plain HTTP
 * @param eventStatus the status of the answer to an event
 * @param body with {@code SOURCE} in place of the address of a web server
 * @param trouble the fault that causes the failure
 */
record FailureRow(
        Kind kind,
        int status,
        int eventStatus,
        boolean retryHelps,
        String function,
        String body,
        Consumer<FaultyWorld.Share> trouble) {

    private static final Consumer<FaultyWorld.Share> NONE = world -> {};
    private static final String INLINE = "{\"imageId\": \"ID\", \"data\": \"AAEC\"}";

    /** The table of failures: one row for each kind that a call can meet. */
    static List<FailureRow> all() {
        String large = Base64.getEncoder().encodeToString(new byte[4 * 1024 * 1024 + 1]);
        String unsafe = Base64.getEncoder().encodeToString(EditedImage.of("qcow2", "8=0000000000000070"));
        return List.of(
                new FailureRow(Kind.INVALID_REQUEST, 400, 400, false, "add", "{\"imageId\": \"ID\"}", NONE),
                new FailureRow(Kind.BAD_STORE_URI, 400, 400, false, "get-size", "{\"location\": \"s4://a/b/c\"}", NONE),
                new FailureRow(
                        Kind.LOCATION_REFUSED,
                        403,
                        403,
                        false,
                        "get-size",
                        "{\"location\": \"s3://a.test/b/c\"}",
                        NONE),
                new FailureRow(Kind.SOURCE_REFUSED, 403, 403, false, "add", from("ftp://files.test/a"), NONE),
                new FailureRow(Kind.STORE_FORBIDDEN, 403, 403, false, "add", INLINE, s3Says(403, "AccessDenied")),
                new FailureRow(Kind.NOT_FOUND, 404, 410, false, "get-presigned", "{\"imageId\": \"ID\"}", NONE),
                new FailureRow(Kind.DUPLICATE, 409, 412, false, "add", INLINE, FailureRow::storeAnother),
                new FailureRow(
                        Kind.TOO_LARGE,
                        413,
                        413,
                        false,
                        "add",
                        "{\"imageId\": \"ID\", \"data\": \"" + large + "\"}",
                        NONE),
                new FailureRow(
                        Kind.CONTENT_MISMATCH,
                        422,
                        422,
                        false,
                        "add",
                        "{\"imageId\": \"ID\", \"data\": \"AAEC\", \"size\": 4}",
                        NONE),
                new FailureRow(
                        Kind.UNSAFE_IMAGE,
                        422,
                        422,
                        false,
                        "add",
                        "{\"imageId\": \"ID\", \"data\": \"" + unsafe + "\"}",
                        NONE),
                new FailureRow(Kind.SOURCE_REJECTED, 502, 422, false, "add", from("SOURCE/status/404"), NONE),
                new FailureRow(
                        Kind.SOURCE_REJECTED,
                        502,
                        422,
                        false,
                        "add",
                        from("SOURCE/bytes/5").replace("}", ", \"decompress\": \"xz\"}"),
                        NONE),
                new FailureRow(Kind.SOURCE_FAILED, 502, 503, true, "add", from("SOURCE/status/500"), NONE),
                new FailureRow(
                        Kind.BAD_STORE_CONFIGURATION, 500, 500, false, "add", INLINE, s3Says(301, "PermanentRedirect")),
                new FailureRow(Kind.STORE_UNAVAILABLE, 503, 503, true, "add", INLINE, s3Says(500, "InternalError")));
    }

    /** Causes the fault, makes the call, and removes the fault. */
    void in(FaultyWorld world, Consumer<String> call) {
        try (FaultyWorld.Share share = world.share(UUID.randomUUID().toString())) {
            trouble.accept(share);
            try {
                call.accept(body.replace("\"ID\"", "\"" + share.id() + "\"")
                        .replace("SOURCE", share.sourceUri().toString()));
            } finally {
                share.s3().clear();
                share.plainS3().remove(share.id());
            }
        }
    }

    private static String from(String source) {
        return "{\"imageId\": \"ID\", \"source\": \"" + source + "\"}";
    }

    private static Consumer<FaultyWorld.Share> s3Says(int status, String code) {
        return world -> world.s3().onAny().always(answer(status, code));
    }

    private static void storeAnother(FaultyWorld.Share world) {
        world.plainS3().write(world.id(), new byte[] {1});
    }

    @Override
    public String toString() {
        return kind.toString();
    }
}
