package dev.glint.image;

import java.util.Optional;

/**
 * The one way in which a call fails: what kind of failure it is, and one sentence that a person can act on. The sentence
 * is shown to callers as it stands, so it never carries a secret, a query string or a class name.
 */
public final class StoreFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final String imageId;

    public StoreFailure(Kind kind, String sentence) {
        this(kind, sentence, null, null);
    }

    public StoreFailure(Kind kind, String sentence, Throwable cause) {
        this(kind, sentence, cause, null);
    }

    private StoreFailure(Kind kind, String sentence, Throwable cause, String imageId) {
        super(sentence, cause);
        this.kind = kind;
        this.imageId = imageId;
    }

    /** The same failure, of an image that callers can be told. */
    public StoreFailure about(String failedImageId) {
        return new StoreFailure(kind, getMessage(), getCause(), failedImageId);
    }

    /** The image that this is about, where it helps to know. */
    public Optional<String> imageId() {
        return Optional.ofNullable(imageId);
    }

    public Kind kind() {
        return kind;
    }

    /** What can go wrong, with what each transport says of it and whether the same call can succeed later. */
    public enum Kind {
        INVALID_REQUEST("invalid-request", "The request is not valid", 400, 400, false),
        /** Of events: a receiver that takes one at a time says so with a status of its own. */
        UNEXPECTED_BATCH("invalid-request", "The request is not valid", 400, 415, false),
        BAD_STORE_URI("bad-store-uri", "The location is malformed", 400, 400, false),
        LOCATION_REFUSED("location-refused", "The location is not allowed", 403, 403, false),
        SOURCE_REFUSED("source-refused", "The source is not allowed", 403, 403, false),
        STORE_FORBIDDEN("store-forbidden", "S3 refused the credentials", 403, 403, false),
        UNAUTHENTICATED("unauthenticated", "There is no valid token", 401, 401, false),
        FORBIDDEN("forbidden", "The token does not allow this", 403, 403, false),
        NOT_FOUND("not-found", "There is no such image", 404, 410, false),
        DUPLICATE("duplicate", "The image id is taken", 409, 412, false),
        TOO_LARGE("too-large", "Too large", 413, 413, false),
        CONTENT_MISMATCH("content-mismatch", "The content is not what was declared", 422, 422, false),
        UNSAFE_IMAGE("unsafe-image", "The image is unsafe", 422, 422, false),
        /** The source itself said that asking again is no use. */
        SOURCE_REJECTED("source-failed", "The source failed", 502, 422, false),
        SOURCE_FAILED("source-failed", "The source failed", 502, 503, true),
        BAD_STORE_CONFIGURATION("bad-store-configuration", "The store is not configured properly", 500, 500, false),
        STORE_UNAVAILABLE("store-unavailable", "The store is unavailable", 503, 503, true),
        UNKNOWN_FUNCTION("unknown-function", "There is no such function", 404, 404, false),
        METHOD_NOT_ALLOWED("method-not-allowed", "The method is not allowed", 405, 405, false),
        INTERNAL_ERROR("internal-error", "Internal error", 500, 500, false);

        private final String type;
        private final String title;
        private final int status;
        private final int eventStatus;
        private final boolean retryable;

        Kind(String type, String title, int status, int eventStatus, boolean retryable) {
            this.type = type;
            this.title = title;
            this.status = status;
            this.eventStatus = eventStatus;
            this.retryable = retryable;
        }

        /** The name that follows {@code urn:glint:}. */
        public String type() {
            return type;
        }

        public String title() {
            return title;
        }

        /** The HTTP status of a plain call. */
        public int status() {
            return status;
        }

        /**
         * The HTTP status of an event's delivery. It differs from {@link #status()} where a Knative trigger would deliver
         * again what can never succeed: triggers repeat 404 and 409.
         */
        public int eventStatus() {
            return eventStatus;
        }

        /** Whether the same call can succeed later. */
        public boolean retryable() {
            return retryable;
        }

        /** A failure of this kind; {@code sentence} is a {@link String#format} pattern. */
        public StoreFailure because(String sentence, Object... arguments) {
            return new StoreFailure(this, String.format(sentence, arguments));
        }
    }
}
