package dev.glint.lambda;

import static dev.glint.image.StoreFailure.Kind.INVALID_REQUEST;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.glint.image.ImageId;
import dev.glint.image.ImageLocation;
import dev.glint.store.ImageStore;
import jakarta.inject.Singleton;

/**
 * What EventBridge tells of a new object in a bucket for uploads: it becomes the image that its key names. The bucket must be on
 * the same S3 and in {@code s3.store.allowed-buckets}.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html">Amazon S3 events in EventBridge</a>
 */
@Singleton
class ObjectCreated {

    private final ImageStore store;

    ObjectCreated(ImageStore store) {
        this.store = store;
    }

    static boolean accepts(JsonNode event) {
        return event.path("source").asText().equals("aws.s3")
                && event.path("detail-type").asText().equals("Object Created");
    }

    /** The same as a request to {@code add}; its size is declared, so that an object that was replaced since is not taken. */
    JsonNode request(JsonNode event) {
        JsonNode detail = event.path("detail");
        String bucket = detail.at("/bucket/name").asText();
        JsonNode object = detail.path("object");
        ImageId id = new ImageId(object.path("key").asText());
        if (!ImageLocation.isBucket(bucket) || !object.path("size").isIntegralNumber()) {
            throw INVALID_REQUEST.because("The event must name a bucket, and an object with its key and size.");
        }
        ImageLocation source = ImageLocation.of(store.locate(id).endpoint(), bucket, id);
        return JsonNodeFactory.instance
                .objectNode()
                .put("imageId", id.value())
                .put("source", source.toString())
                .set("size", object.path("size"));
    }
}
