package dev.glint.devmode;

import io.quarkus.runtime.LaunchMode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jboss.logging.Logger;

/**
 * The store's configuration in dev mode and in tests, where there is no other: the first look at {@code s3.store.host} starts
 * an embedded server. No packaged application has this class; see pom.xml.
 */
public final class EmbeddedS3ConfigSource implements ConfigSource {

    private static final Logger LOG = Logger.getLogger(EmbeddedS3ConfigSource.class);

    /** Outlives the class loader of one run of dev mode, and so does the server. */
    private static final String ADDRESS = "glint.embedded-s3.address";

    /** A test run that is ended leaves objects, so each run has a directory of its own. */
    private static final Path DIRECTORY = Path.of(
                    "target", LaunchMode.current() == LaunchMode.TEST ? "s3-of-tests/" + UUID.randomUUID() : "s3")
            .toAbsolutePath();

    private final Map<String, Supplier<String>> values = Map.of(
            "s3.store.host", EmbeddedS3ConfigSource::address,
            "s3.store.bucket", () -> EmbeddedS3.BUCKET,
            "s3.store.access-key", () -> EmbeddedS3.ACCESS_KEY,
            "s3.store.secret-key", () -> EmbeddedS3.SECRET_KEY);

    @Override
    public String getValue(String name) {
        Supplier<String> value = values.get(name);
        return value == null ? null : value.get();
    }

    /** Names are for listings, and listing them must start nothing. */
    @Override
    public Set<String> getPropertyNames() {
        return Set.of();
    }

    @Override
    public String getName() {
        return "embedded S3 server";
    }

    /** Below application.properties: a value from any other source wins. */
    @Override
    public int getOrdinal() {
        return 50;
    }

    private static synchronized String address() {
        String address = System.getProperty(ADDRESS);
        if (address == null) {
            address = EmbeddedS3.start(DIRECTORY).toString();
            System.setProperty(ADDRESS, address);
            LOG.infof(
                    "Embedded S3 at %s, bucket %s, access key %s, files in %s",
                    address, EmbeddedS3.BUCKET, EmbeddedS3.ACCESS_KEY, DIRECTORY);
        }
        return address;
    }
}
