package dev.glint.config;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Says at start which keys of the S3 extension are set in vain. Its builder makes one client, with a pool of its own, when the
 * application starts; the store makes one for each service, on one pool, when the first request needs it.
 */
@Singleton
class IgnoredKeys {

    private static final Logger LOG = Logger.getLogger(IgnoredKeys.class);

    private static final String EXTENSION = "quarkus.s3.";
    /** The only ones that count, since they are not about clients. */
    private static final String DEV_SERVICES = EXTENSION + "devservices.";
    /** What a build fixes: every application has a value of it, whether anybody has set one or not. */
    private static final String FIXED = ".client.type";

    private static final Pattern OTHER_SIGN = Pattern.compile("[^a-z0-9]");

    void warn(@Observes StartupEvent start, Config config) {
        Collection<String> keys = find(config);
        if (!keys.isEmpty()) {
            LOG.warnf("%s: no effect here; the keys of the store begin with s3.store.", String.join(", ", keys));
        }
    }

    /** Those that somebody has set, each once however often the environment names it. */
    static Collection<String> find(Config config) {
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                // There are some thousand names at each start.
                .filter(name -> name.regionMatches(true, "quarkus.".length(), "s3", 0, 2))
                .filter(name -> isOfClients(dotted(name)))
                // Defaults come from sources below zero.
                .filter(name -> config.getConfigValue(name).getSourceOrdinal() > 0)
                .collect(Collectors.toMap(IgnoredKeys::dotted, name -> name, (one, same) -> one, TreeMap::new))
                .values();
    }

    private static boolean isOfClients(String name) {
        return name.startsWith(EXTENSION) && !name.startsWith(DEV_SERVICES) && !name.endsWith(FIXED);
    }

    private static String dotted(String name) {
        return OTHER_SIGN.matcher(name.toLowerCase(Locale.ROOT)).replaceAll(".");
    }
}
