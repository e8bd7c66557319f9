package dev.glint.store;

import static dev.glint.image.StoreFailure.Kind.LOCATION_REFUSED;
import static dev.glint.store.BucketUrlFormat.VIRTUAL;
import static dev.glint.store.Checks.bytes;
import static dev.glint.store.Checks.check;
import static dev.glint.store.Checks.isBetween;
import static dev.glint.store.Checks.missing;
import static dev.glint.store.Checks.wrong;

import dev.glint.image.Credentials;
import dev.glint.image.Endpoint;
import dev.glint.image.HashAlgorithm;
import dev.glint.image.ImageId;
import dev.glint.image.ImageLocation;
import dev.glint.image.StoreFailure;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.TrustManager;

/**
 * {@link StoreConfig}, checked and parsed. A wrong value stops the start with a sentence that names its key; a secret is
 * never in it.
 */
@Singleton
@Startup
public class StoreSettings {

    private static final long MEBI = 1024 * 1024;
    private static final long LARGEST_PART = 5 * 1024 * MEBI;
    /** A JSON string may have 20 million characters, and base64 needs four for three bytes. */
    private static final long LARGEST_INLINE = 14 * MEBI;

    private static final Pattern REGION = Pattern.compile("[\\w.-]{1,63}");

    final Endpoint endpoint;
    final Endpoint externalEndpoint;
    final String bucket;
    final Optional<Credentials> credentials;
    final String region;
    final BucketUrlFormat bucketUrlFormat;
    final boolean createBucketOnPut;
    final Optional<Path> bufferDirectory;
    final long partSize;
    final int partsInFlight;
    final Duration deadline;
    final Optional<TrustManager[]> trust;
    final PresignedSettings presigned;
    private final HashAlgorithm hashAlgorithm;
    private final long inlineLimit;
    private final Set<Endpoint> allowedEndpoints;
    private final Set<String> allowedBuckets;

    @Inject
    StoreSettings(StoreConfig config) {
        endpoint = endpoint("s3.store.host", config.host().orElseThrow(() -> missing("s3.store.host")));
        externalEndpoint = config.externalHost()
                .map(text -> endpoint("s3.store.external-host", text))
                .orElse(endpoint);
        bucket = config.bucket().orElseThrow(() -> missing("s3.store.bucket"));
        check(ImageLocation.isBucket(bucket), "s3.store.bucket must be the name of a bucket");
        credentials = credentials(config);
        region = config.regionName().orElseGet(() -> AwsHosts.region(endpoint.host()));
        check(REGION.matcher(region).matches(), "s3.store.region-name must be the name of a region");
        bucketUrlFormat = BucketUrlFormat.parse(config.bucketUrlFormat())
                .orElseThrow(() -> wrong("s3.store.bucket-url-format must be auto, virtual, subdomain or path"));
        check(
                bucketUrlFormat != VIRTUAL || !endpoint.isAddress() && !externalEndpoint.isAddress(),
                "s3.store.bucket-url-format must be auto or path where the host is an IP address");
        check(
                bucketUrlFormat.isPossible(endpoint, bucket) && bucketUrlFormat.isPossible(externalEndpoint, bucket),
                "s3.store.bucket-url-format must be auto or path where s3.store.bucket cannot be part of a host name: "
                        + "that takes 3 to 63 lower-case letters, digits and dashes, and over https no dot");
        createBucketOnPut = config.createBucketOnPut();
        bufferDirectory = config.objectBufferDir();
        bufferDirectory.ifPresent(directory -> check(
                Files.isDirectory(directory) && Files.isWritable(directory),
                "s3.store.object-buffer-dir must be a directory that can be written to"));
        partSize = bytes(config.partSize());
        check(partSize >= 5 * MEBI && partSize <= LARGEST_PART, "s3.store.part-size must be 5M to 5G");
        partsInFlight = config.partsInFlight();
        check(partsInFlight >= 1 && partsInFlight <= 1000, "s3.store.parts-in-flight must be 1 to 1000");
        check(
                bufferDirectory.isPresent()
                        || partSize * partsInFlight <= Runtime.getRuntime().maxMemory(),
                "s3.store.part-size times s3.store.parts-in-flight must fit into memory, or s3.store.object-buffer-dir be set");
        hashAlgorithm = HashAlgorithm.parse(config.hashAlgorithm())
                .orElseThrow(() -> wrong("s3.store.hash-algorithm must be sha512, sha256 or none"));
        inlineLimit = bytes(config.inlineLimit());
        check(inlineLimit <= LARGEST_INLINE, "s3.store.inline-limit must be at most 14M");
        deadline = config.deadline();
        check(
                isBetween(Duration.ofMillis(100), deadline, Duration.ofHours(1)),
                "s3.store.deadline must be PT0.1S to PT1H");
        trust = config.cacert().map(PemTrust::read);
        presigned = PresignedSettings.of(config.presigned());
        allowedEndpoints = Stream.concat(
                        Stream.of(endpoint),
                        config.allowedHosts().stream()
                                .flatMap(List::stream)
                                .map(text -> endpoint("s3.store.allowed-hosts", text)))
                .collect(Collectors.toUnmodifiableSet());
        allowedBuckets = new TreeSet<>(config.allowedBuckets().orElse(List.of()));
        allowedBuckets.add(bucket);
        check(
                allowedBuckets.stream().allMatch(ImageLocation::isBucket),
                "s3.store.allowed-buckets must be names of buckets");
    }

    /** The digest of images for which a caller names none. */
    public HashAlgorithm hashAlgorithm() {
        return hashAlgorithm;
    }

    /** The longest that one request to S3 may take, with all its retries. */
    public Duration deadline() {
        return deadline;
    }

    /** The most bytes of an image that may come inline. */
    public long inlineLimit() {
        return inlineLimit;
    }

    /** How much memory the parts of one add take; none if they are staged on disk. */
    long partMemory() {
        return bufferDirectory.isPresent() ? 0 : partSize * partsInFlight;
    }

    /** The location of an image of ours. */
    ImageLocation locate(ImageId id) {
        return ImageLocation.of(endpoint, bucket, id);
    }

    /**
     * Lets a location pass if its service is allowed and, where our own keys would be used on it, its bucket too: nobody can
     * point us at a server of their own, or borrow our keys for somebody else's bucket.
     *
     * @throws StoreFailure {@code LOCATION_REFUSED}
     */
    void checkAllowed(ImageLocation location) {
        if (!allowedEndpoints.contains(location.endpoint())) {
            throw LOCATION_REFUSED.because(
                    "The service of the location is neither s3.store.host nor one of s3.store.allowed-hosts.");
        }
        if (location.credentials().isEmpty() && !allowedBuckets.contains(location.bucket())) {
            throw LOCATION_REFUSED.because(
                    "The bucket of the location is neither s3.store.bucket nor one of s3.store.allowed-buckets.");
        }
        if (!bucketUrlFormat.isPossible(location.endpoint(), location.bucket())
                || !bucketUrlFormat.isPossible(clientEndpoint(location), location.bucket())) {
            throw LOCATION_REFUSED.because(
                    "The bucket of the location cannot be part of a host name, as s3.store.bucket-url-format wants it.");
        }
    }

    /** The address that clients use for the service of a location. */
    Endpoint clientEndpoint(ImageLocation location) {
        return location.endpoint().equals(endpoint) ? externalEndpoint : location.endpoint();
    }

    /** The URLs of a service's buckets, and the region to sign for. */
    BucketUrls urls(Endpoint service) {
        boolean ours = service.equals(endpoint) || service.equals(externalEndpoint);
        return new BucketUrls(service, bucketUrlFormat, ours ? region : AwsHosts.region(service.host()));
    }

    private static Endpoint endpoint(String key, String text) {
        Endpoint endpoint = Endpoint.parse(text)
                .orElseThrow(() -> wrong(key + " must be host[:port], or http:// or https:// with host[:port][/path]"));
        check(endpoint.uri().getHost() != null, key + " must name a host of letters, digits, dots and dashes");
        return endpoint;
    }

    private static Optional<Credentials> credentials(StoreConfig config) {
        check(
                config.accessKey().isPresent() == config.secretKey().isPresent(),
                "s3.store.access-key and s3.store.secret-key must be given both or neither");
        check(config.accessKey().filter(String::isBlank).isEmpty(), "s3.store.access-key must not be blank");
        check(config.secretKey().filter(String::isBlank).isEmpty(), "s3.store.secret-key must not be blank");
        return config.accessKey()
                .map(accessKey -> new Credentials(accessKey, config.secretKey().orElseThrow()));
    }
}
