package dev.glint.config;

import static dev.glint.config.BucketUrlFormat.VIRTUAL;
import static dev.glint.image.StoreFailure.Kind.LOCATION_REFUSED;

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

    private static final Pattern REGION = Pattern.compile("[\\w.-]{1,63}");

    public final Endpoint endpoint;
    final Endpoint externalEndpoint;
    public final String bucket;
    public final Optional<Credentials> credentials;
    final String region;
    public final BucketUrlFormat bucketUrlFormat;
    public final boolean createBucketOnPut;
    public final Optional<Path> bufferDirectory;
    public final long partSize;
    public final int partsInFlight;
    public final Duration deadline;
    public final Optional<TrustManager[]> trust;
    public final PresignedSettings presigned;
    public final WriteSettings writes;
    private final HashAlgorithm hashAlgorithm;
    private final long inlineLimit;
    private final Set<Endpoint> allowedEndpoints;
    private final Set<String> allowedBuckets;

    @Inject
    StoreSettings(StoreConfig config) {
        endpoint = endpoint(new Setting(config.host()).required());
        externalEndpoint = new Setting(config.externalHost())
                .ifSet()
                .map(StoreSettings::endpoint)
                .orElse(endpoint);
        bucket = bucket(new Setting(config.bucket()).required());
        credentials = credentials(new Setting(config.accessKey()), new Setting(config.secretKey()));
        region = new Setting(config.regionName())
                .ifSet()
                .map(name -> name.matching(REGION.asMatchPredicate(), "the name of a region"))
                .orElseGet(() -> AwsHosts.region(endpoint.host()));
        bucketUrlFormat = bucketUrlFormat(new Setting(config.bucketUrlFormat()));
        createBucketOnPut = new Setting(config.createBucketOnPut()).isTrue();
        bufferDirectory = new Setting(config.objectBufferDir()).ifSet().map(StoreSettings::writableDirectory);
        Setting part = new Setting(config.partSize());
        partSize = part.bytes("5M", "5G");
        partsInFlight = new Setting(config.partsInFlight()).number("1", "1000");
        part.check(
                bufferDirectory.isPresent()
                        || partSize * partsInFlight <= Runtime.getRuntime().maxMemory(),
                "so small that s3.store.parts-in-flight of them fit into memory, or s3.store.object-buffer-dir be set");
        hashAlgorithm = new Setting(config.hashAlgorithm()).parsed(HashAlgorithm::parse, "sha512, sha256 or none");
        // A JSON string may have 20 million characters, and base64 needs four for three bytes.
        inlineLimit = new Setting(config.inlineLimit()).bytes("0", "14M");
        deadline = new Setting(config.deadline()).time("PT0.1S", "PT1H");
        trust = new Setting(config.cacert()).ifSet().map(Setting::path).map(PemTrust::read);
        presigned = PresignedSettings.of(config.presigned());
        writes = WriteSettings.of(config);
        allowedEndpoints = Stream.concat(
                        Stream.of(endpoint),
                        Setting.list(
                                        "s3.store.allowed-hosts",
                                        config.allowedHosts().orElse(List.of()))
                                .map(StoreSettings::endpoint))
                .collect(Collectors.toUnmodifiableSet());
        allowedBuckets = Stream.concat(
                        Stream.of(bucket),
                        Setting.list(
                                        "s3.store.allowed-buckets",
                                        config.allowedBuckets().orElse(List.of()))
                                .map(StoreSettings::bucket))
                .collect(Collectors.toUnmodifiableSet());
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
    public long partMemory() {
        return bufferDirectory.isPresent() ? 0 : partSize * partsInFlight;
    }

    /** The location of an image of ours. */
    public ImageLocation locate(ImageId id) {
        return ImageLocation.of(endpoint, bucket, id);
    }

    /**
     * Lets a location pass if its service is allowed and, where our own keys would be used on it, its bucket too: nobody can
     * point us at a server of their own, or borrow our keys for somebody else's bucket.
     *
     * @throws StoreFailure {@code LOCATION_REFUSED}
     */
    public void checkAllowed(ImageLocation location) {
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
    public Endpoint clientEndpoint(ImageLocation location) {
        return location.endpoint().equals(endpoint) ? externalEndpoint : location.endpoint();
    }

    /** The region to sign for at a service. */
    public String region(Endpoint service) {
        boolean ours = service.equals(endpoint) || service.equals(externalEndpoint);
        return ours ? region : AwsHosts.region(service.host());
    }

    private static Endpoint endpoint(Setting setting) {
        Endpoint endpoint =
                setting.parsed(Endpoint::parse, "host[:port], or http:// or https:// with host[:port][/path]");
        setting.check(endpoint.uri().getHost() != null, "a host of letters, digits, dots and dashes");
        return endpoint;
    }

    private static String bucket(Setting setting) {
        return setting.matching(ImageLocation::isBucket, "the name of a bucket");
    }

    private static Optional<Credentials> credentials(Setting accessKey, Setting secretKey) {
        accessKey.check(
                accessKey.text().isPresent() == secretKey.text().isPresent(),
                "given together with s3.store.secret-key, or neither of them");
        return accessKey
                .ifSet()
                .map(given -> new Credentials(
                        given.matching(Credentials::isAccessKey, Credentials.ACCESS_KEY),
                        secretKey.matching(text -> !text.isBlank(), "more than blanks")));
    }

    private BucketUrlFormat bucketUrlFormat(Setting setting) {
        BucketUrlFormat format = setting.parsed(BucketUrlFormat::parse, "auto, virtual, subdomain or path");
        setting.check(
                format != VIRTUAL || !endpoint.isAddress() && !externalEndpoint.isAddress(),
                "auto or path where the host is an IP address");
        setting.check(
                format.isPossible(endpoint, bucket) && format.isPossible(externalEndpoint, bucket),
                "auto or path where s3.store.bucket cannot be part of a host name: "
                        + "that takes 3 to 63 lower-case letters, digits and dashes, and over https no dot");
        return format;
    }

    private static Path writableDirectory(Setting setting) {
        Path directory = setting.path();
        setting.check(
                Files.isDirectory(directory) && Files.isWritable(directory), "a directory that can be written to");
        return directory;
    }
}
