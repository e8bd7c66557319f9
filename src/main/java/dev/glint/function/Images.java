package dev.glint.function;

import static dev.glint.image.StoreFailure.Kind.INVALID_REQUEST;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.image.ImageId;
import dev.glint.image.ImageLocation;
import dev.glint.image.StoreFailure;
import dev.glint.image.StoreFailure.Kind;
import dev.glint.store.DownloadOptions;
import dev.glint.store.ImageStore;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What the functions do: each reads its request, calls the store, and says what came of it. */
@Singleton
class Images {

    /** Why an image can be unavailable without the call having failed. */
    private static final Set<Kind> UNAVAILABLE =
            EnumSet.of(Kind.NOT_FOUND, Kind.STORE_UNAVAILABLE, Kind.STORE_FORBIDDEN);

    private final ImageStore store;
    private final AddRequests addRequests;

    Images(ImageStore store, AddRequests addRequests) {
        this.store = store;
        this.addRequests = addRequests;
    }

    /** Stores an image under an id that is not taken. */
    AddResponse add(JsonNode body, Call call) {
        AddRequest request = Requests.read(body, AddRequest.class);
        return AddResponse.of(store.add(
                new ImageId(request.imageId()),
                call.watched().apply(addRequests.source(request)),
                addRequests.declared(request),
                call.requestId()));
    }

    /** Says how many bytes an image has. */
    SizeResponse getSize(JsonNode body) {
        ImageRequest request = Requests.read(body, ImageRequest.class);
        ImageLocation location = locate(request.imageId(), request.location());
        try {
            return SizeResponse.of(location, store.size(location));
        } catch (StoreFailure failure) {
            if (UNAVAILABLE.contains(failure.kind())) {
                return SizeResponse.unavailable(location, failure.kind());
            }
            throw failure;
        }
    }

    /** Hands out a URL with which a client reads an image straight from S3. */
    PresignResponse getPresigned(JsonNode body) {
        PresignRequest request = Requests.read(body, PresignRequest.class);
        ImageLocation location = locate(request.imageId(), request.location());
        if (request.operation() != null && !request.operation().equals("download")) {
            throw INVALID_REQUEST.because("The field operation must be download.");
        }
        DownloadOptions options = new DownloadOptions(
                Optional.ofNullable(request.expiresIn()).map(Images::duration),
                header("filename", request.filename()),
                header("contentType", request.contentType()));
        Long size = Boolean.FALSE.equals(request.verify()) ? null : Long.valueOf(store.size(location));
        return PresignResponse.download(location, store.presign(location, options), size);
    }

    /** Deletes an image. An event may be delivered again, so for one it is no failure that the image is gone. */
    DeleteResponse delete(JsonNode body, Call call) {
        ImageRequest request = Requests.read(body, ImageRequest.class);
        ImageLocation location = locate(request.imageId(), request.location());
        try {
            store.delete(location);
            return new DeleteResponse(location.id(), location.toString(), true);
        } catch (StoreFailure failure) {
            if (call.isEvent() && failure.kind() == Kind.NOT_FOUND) {
                return new DeleteResponse(location.id(), location.toString(), false);
            }
            throw failure;
        }
    }

    private ImageLocation locate(String imageId, String location) {
        if ((imageId == null) == (location == null)) {
            throw INVALID_REQUEST.because("Exactly one of the fields imageId and location must be given.");
        }
        return imageId == null ? ImageLocation.parse(location) : store.locate(new ImageId(imageId));
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw INVALID_REQUEST.because("The field expiresIn must be an ISO 8601 duration such as PT15M.");
        }
    }

    /** A value that will be part of a header. */
    private static Optional<String> header(String field, String text) {
        if (text != null && !text.matches("[^\\p{Cc}\\p{Cs}]{1,255}")) {
            throw INVALID_REQUEST.because("The field %s must be 1 to 255 characters, none a control character.", field);
        }
        return Optional.ofNullable(text);
    }
}
