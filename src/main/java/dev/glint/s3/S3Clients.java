package dev.glint.s3;

import static dev.glint.image.StoreFailure.Kind.BAD_STORE_CONFIGURATION;

import dev.glint.config.StoreSettings;
import dev.glint.image.Credentials;
import dev.glint.image.Endpoint;
import dev.glint.image.ImageLocation;
import dev.glint.image.StoreFailure;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Clients of the services that locations may name: a handful, since those are configured. All share one pool of connections,
 * or two if some speak http and others https. Nothing is made before the first request needs it.
 */
@Singleton
// The default chain finds those by their names.
@RegisterForReflection(
        classNames = {
            "software.amazon.awssdk.services.sts.internal.StsProfileCredentialsProviderFactory",
            "software.amazon.awssdk.services.sts.internal.StsWebIdentityCredentialsProviderFactory",
        })
public class S3Clients {

    /** More than the worker threads that can ask for one, times the parts in flight of a busy server. */
    private static final int CONNECTIONS = 1024;

    private final StoreSettings settings;
    private final StoreMetrics metrics;
    private final AwsCredentialsProvider ownCredentials;
    private final Map<Endpoint, S3Client> clients = new ConcurrentHashMap<>();
    private final Map<Endpoint, ConditionalWrites> conditions = new ConcurrentHashMap<>();
    private final SdkHttpClient http;
    private final SdkHttpClient https;

    S3Clients(StoreSettings settings, StoreMetrics metrics, DefaultChain chain) {
        this.settings = settings;
        this.metrics = metrics;
        // It never speaks https, and a JVM takes 40 ms to prepare TLS.
        this.http = new RenewedHttpClient(() -> httpClient()
                .socketFactory(PlainConnectionSocketFactory.getSocketFactory())
                .build());
        this.https = new RenewedHttpClient(() -> {
            ApacheHttpClient.Builder builder = httpClient();
            settings.trust.ifPresent(managers -> builder.tlsTrustManagersProvider(() -> managers));
            return builder.build();
        });
        this.ownCredentials = settings.credentials
                .<AwsCredentialsProvider>map(keys -> StaticCredentialsProvider.create(convert(keys)))
                .orElseGet(() -> explained(chain));
    }

    /** Our own bucket. */
    public S3Bucket bucket() {
        return bucket(settings.endpoint, settings.bucket, Optional.empty());
    }

    /** The bucket of a location, opened with the keys of the location where it has some, else with our own. */
    public S3Bucket bucket(ImageLocation location) {
        return bucket(location.endpoint(), location.bucket(), location.credentials());
    }

    /** The object of a location, which need not exist. */
    public S3Object object(ImageLocation location) {
        return bucket(location).object(location.id());
    }

    private S3Bucket bucket(Endpoint endpoint, String name, Optional<Credentials> credentials) {
        AwsRequestOverrideConfiguration.Builder options =
                AwsRequestOverrideConfiguration.builder().addMetricPublisher(metrics);
        credentials.ifPresent(keys -> options.credentialsProvider(StaticCredentialsProvider.create(convert(keys))));
        S3Client client = clients.computeIfAbsent(endpoint, this::newClient);
        return new S3Bucket(client, name, PartChecksum.verifiedBy(endpoint), conditions(endpoint), options.build());
    }

    /** What is known of our own service. */
    ConditionalWrites conditions() {
        return conditions(settings.endpoint);
    }

    private ConditionalWrites conditions(Endpoint endpoint) {
        return conditions.computeIfAbsent(
                endpoint,
                service -> service.equals(settings.endpoint)
                        ? ConditionalWrites.of(service, settings.writes)
                        : ConditionalWrites.of(service));
    }

    UrlSigner signer(Endpoint endpoint) {
        return new UrlSigner(urls(endpoint));
    }

    private BucketUrls urls(Endpoint endpoint) {
        return new BucketUrls(endpoint, settings.bucketUrlFormat, settings.region(endpoint));
    }

    /** The keys to sign with for a location: its own, or ours as they are now. */
    AwsCredentials credentials(ImageLocation location) {
        return location.credentials().map(S3Clients::convert).orElseGet(ownCredentials::resolveCredentials);
    }

    private S3Client newClient(Endpoint endpoint) {
        BucketUrls buckets = urls(endpoint);
        return S3Client.builder()
                .httpClient(endpoint.secure() ? https : http)
                .endpointOverride(endpoint.uri())
                .endpointProvider(buckets)
                .region(Region.of(buckets.region()))
                .dualstackEnabled(false)
                .fipsEnabled(false)
                .disableS3ExpressSessionAuth(true)
                .serviceConfiguration(options -> options.chunkedEncodingEnabled(false))
                // Many servers know neither trailing checksums nor the newer algorithms.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .credentialsProvider(ownCredentials)
                .overrideConfiguration(options -> options.apiCallTimeout(settings.deadline)
                        .addExecutionInterceptor(new WholeReplies())
                        .addExecutionInterceptor(new ObjectAge())
                        .retryStrategy(new ThrottledRetries(settings.deadline)))
                .build();
    }

    private ApacheHttpClient.Builder httpClient() {
        // A third of the deadline without a sign of life, and a retry still has time to succeed.
        Duration patience = settings.deadline.dividedBy(3);
        return ApacheHttpClient.builder()
                .maxConnections(CONNECTIONS)
                .connectionTimeout(patience)
                .connectionAcquisitionTimeout(settings.deadline)
                .socketTimeout(patience);
    }

    private static AwsCredentials convert(Credentials keys) {
        return AwsBasicCredentials.create(keys.accessKey(), keys.secretKey());
    }

    private static AwsCredentialsProvider explained(DefaultChain chain) {
        return () -> {
            try {
                return chain.resolveCredentials();
            } catch (SdkClientException e) {
                throw new StoreFailure(
                        BAD_STORE_CONFIGURATION,
                        "There are no credentials for S3: set s3.store.access-key and s3.store.secret-key, or give this "
                                + "machine a role.",
                        e);
            }
        };
    }

    @PreDestroy
    void close() {
        clients.values().forEach(S3Client::close);
        http.close();
        https.close();
    }
}
