package dev.glint.function;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glint.direct.FinishedUpload;
import dev.glint.image.ImageLocation;
import dev.glint.image.RequestId;
import dev.glint.image.StoreFailure;
import dev.glint.image.StoredImage;
import dev.glint.sink.EventSink;
import dev.glint.sink.ImageEvent;
import jakarta.inject.Singleton;
import java.time.Instant;

/** Tells the sink of images that were added or deleted, before the caller has its answer. */
@Singleton
class Announcements {

    private final EventSink sink;
    private final ObjectMapper json;

    Announcements(EventSink sink, ObjectMapper json) {
        this.sink = sink;
        this.json = json;
    }

    /** Tells of an image that a call has stored, and answers what the caller is told. */
    AddResponse added(StoredImage image, Call call) {
        return added(image, call, call.requestId());
    }

    /** The same for a finished upload. If several calls finish it, they send the same event. */
    AddResponse added(FinishedUpload upload, Call call) {
        return added(upload.image(), call, new RequestId(upload.upload()));
    }

    private AddResponse added(StoredImage image, Call call, RequestId doer) {
        AddResponse response = AddResponse.of(image);
        tell(response, image.location(), call, doer);
        return response;
    }

    /**
     * Tells what a call has done.
     *
     * @throws StoreFailure {@code STORE_UNAVAILABLE} if the sink must be told and cannot be
     */
    void tell(ImageResponse response, ImageLocation location, Call call) {
        tell(response, location, call, call.requestId());
    }

    /**
     * Tells what a call has done, or an earlier one.
     *
     * @param doer the request that has done it; the same request has the same event, however often it is told
     */
    void tell(ImageResponse response, ImageLocation location, Call call, RequestId doer) {
        if (sink.isThere()) {
            String type = call.function().replyType();
            String id = RequestId.ofEvent(type + " " + location, doer.value()).value();
            ImageEvent event = new ImageEvent(type, id, response.imageId(), Instant.now(), data(response));
            sink.tell(event, call.cancellation());
        }
    }

    private byte[] data(ImageResponse response) {
        try {
            return json.writeValueAsBytes(response);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
