package dev.glint.s3;

import static dev.glint.image.StoreFailure.Kind.BAD_STORE_CONFIGURATION;

import dev.glint.image.StoreFailure;
import java.time.Duration;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;

/**
 * A bucket, and how its service is asked.
 *
 * @param partChecksum what its service verifies
 * @param conditions what its service does with the conditions of writes
 * @param options of each request: its deadline, keys and metrics
 */
public record S3Bucket(
        S3Client client,
        String name,
        PartChecksum partChecksum,
        ConditionalWrites conditions,
        AwsRequestOverrideConfiguration options) {

    /** The same bucket with another deadline. */
    S3Bucket within(Duration deadline) {
        return with(changed -> changed.apiCallTimeout(deadline));
    }

    /** The same bucket, whose requests tell how often they were repeated. */
    S3Bucket counting(RetryCounter retries) {
        return with(changed -> changed.addMetricPublisher(retries));
    }

    private S3Bucket with(Consumer<AwsRequestOverrideConfiguration.Builder> change) {
        AwsRequestOverrideConfiguration.Builder changed = options.toBuilder();
        change.accept(changed);
        return new S3Bucket(client, name, partChecksum, conditions, changed.build());
    }

    public S3Object object(String key) {
        return new S3Object(this, key);
    }

    /** Creates the bucket; one that is there already, or that somebody else creates right now, will do. */
    public void create() {
        try {
            S3Call.answer(this::requestCreation);
        } catch (StoreFailure failure) {
            if (!exists()) {
                throw failure;
            }
        }
    }

    private CreateBucketResponse requestCreation() {
        try {
            return client.createBucket(request -> request.bucket(name).overrideConfiguration(options));
        } catch (IllegalArgumentException e) {
            // The SDK checks the names of new buckets only.
            throw new StoreFailure(
                    BAD_STORE_CONFIGURATION,
                    "The bucket " + name
                            + " does not exist, and cannot be created: the name of a new bucket has 3 to 63 "
                            + "lower-case letters, digits and dashes; see s3.store.bucket.",
                    e);
        }
    }

    /** Whether the bucket is there, for us to use. */
    public boolean exists() {
        return S3Call.find(
                        () -> client.headBucket(request -> request.bucket(name).overrideConfiguration(options)))
                .isPresent();
    }
}
