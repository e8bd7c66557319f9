package dev.glint.config;

import io.quarkus.runtime.configuration.TrimmedStringConverter;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/**
 * The store's configuration, under the names of Glance's options. {@link StoreSettings} parses it, and says what is legal: what
 * cannot be converted here would stop the start with a sentence of the library.
 */
@ConfigMapping(prefix = "s3.store")
interface StoreConfig {

    /** Required: {@code host[:port]}, or a URL with http or https and perhaps a path. No scheme means http. */
    ConfigValue host();

    /** Required: the bucket of all images. */
    ConfigValue bucket();

    /** Static keys: both or neither. Neither means the AWS default chain. */
    ConfigValue accessKey();

    ConfigValue secretKey();

    /** Default: what the host says, else {@code us-east-1}. */
    ConfigValue regionName();

    /** Whether {@code add} creates a bucket that is missing. */
    @WithDefault("false")
    ConfigValue createBucketOnPut();

    /** {@code auto}, {@code virtual} (or its old name {@code subdomain}) or {@code path}. */
    @WithDefault("auto")
    ConfigValue bucketUrlFormat();

    /** Where parts are staged on disk; default: in memory. */
    ConfigValue objectBufferDir();

    /** 5M to 5G. Images of more than 10,000 parts of this size get larger ones. */
    @WithDefault("8M")
    ConfigValue partSize();

    /** How many parts of one image are held, and sent, at a time. */
    @WithDefault("4")
    ConfigValue partsInFlight();

    /** {@code sha512}, {@code sha256} or {@code none}. */
    @WithDefault("sha512")
    ConfigValue hashAlgorithm();

    /** The most bytes of an image that may come inline. */
    @WithDefault("4M")
    ConfigValue inlineLimit();

    /** The longest that one request to S3 may take, with all its retries. */
    @WithDefault("PT30S")
    ConfigValue deadline();

    /** {@code auto}, or a list of {@link ConditionalOperation}s whose conditions the server honours. */
    @WithDefault("auto")
    ConfigValue conditionalWrites();

    /** {@code required} or {@code best-effort}: what an add does on a server that honours no condition of a write. */
    @WithDefault("required")
    ConfigValue exclusiveWrites();

    /** A PEM file with the certificates to trust for https, instead of the platform's. */
    ConfigValue cacert();

    /** The address in presigned URLs; default: {@link #host()}. */
    ConfigValue externalHost();

    /** Services that a location may name besides {@link #host()}. */
    Optional<List<@WithConverter(TrimmedStringConverter.class) String>> allowedHosts();

    /** Buckets that a location without credentials may name besides {@link #bucket()}. */
    Optional<List<@WithConverter(TrimmedStringConverter.class) String>> allowedBuckets();

    Presigned presigned();

    /** Presigned URLs. */
    interface Presigned {

        /** How long a URL is good for where a caller does not say. */
        @WithDefault("PT15M")
        ConfigValue expiry();

        /** The longest that a caller may ask for; at most seven days, which is S3's own limit. */
        @WithDefault("PT12H")
        ConfigValue maxExpiry();

        /** Larger images are uploaded in parts; at most 5G, which is S3's own limit for one PUT. */
        @WithDefault("64M")
        ConfigValue multipartThreshold();
    }
}
