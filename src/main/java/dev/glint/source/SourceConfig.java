package dev.glint.source;

import io.quarkus.runtime.configuration.TrimmedStringConverter;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** From where {@code add} may fetch images, and how long it waits. {@link SourceSettings} parses it, and says what is legal. */
@ConfigMapping(prefix = "image.source")
interface SourceConfig {

    @WithDefault("https")
    Optional<List<@WithConverter(TrimmedStringConverter.class) String>> allowedSchemes();

    /** Host names, or {@code *.} and a domain for all names below it; default: any. */
    Optional<List<@WithConverter(TrimmedStringConverter.class) String>> allowedHosts();

    /** Ports, and ranges as {@code 8000-8999}. */
    @WithDefault("443,80")
    Optional<List<@WithConverter(TrimmedStringConverter.class) String>> allowedPorts();

    /** Whether addresses that are not on the public internet may be connected to. */
    @WithDefault("false")
    ConfigValue allowPrivateAddresses();

    /** The http proxy to all sources, as {@code http://[user:password@]host:port}, user and password percent-encoded. */
    ConfigValue proxy();

    /** The most bytes of an image. */
    @WithDefault("48T")
    ConfigValue maxSize();

    /** The most bytes of a dictionary (or window) that decompressing a source may take. */
    @WithDefault("64M")
    ConfigValue maxDictionary();

    @WithDefault("PT10S")
    ConfigValue connectTimeout();

    /** How long the next 64 KiB of a source, or its end, may take. */
    @WithDefault("PT30S")
    ConfigValue readTimeout();

    /** The least bytes per second over ten read timeouts, counting only the time spent waiting; 0 for any rate. */
    @WithDefault("16K")
    ConfigValue minRate();
}
