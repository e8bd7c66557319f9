package dev.glint.config;

import dev.glint.image.TrustedKey;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@link TrustConfig}, checked and parsed. A wrong value stops the start with a sentence that names its key. */
@Singleton
@Startup
public class TrustSettings {

    private final Map<String, TrustedKey> keys;

    TrustSettings(TrustConfig config) {
        keys = config.keys().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, key -> read(key.getKey(), key.getValue())));
    }

    private static TrustedKey read(String name, TrustConfig.Key key) {
        return new TrustedKey(
                name,
                new Setting(key.publicKey())
                        .parsed(
                                PemKey::read,
                                "a public key or a certificate in PEM, or the path of a file with one; the key can be of RSA "
                                        + "with 2048 bits or more, of EC (P-256, P-384, P-521), or Ed25519"));
    }

    /** The key of a name; empty if none is configured. */
    public Optional<TrustedKey> key(String name) {
        return Optional.ofNullable(keys.get(name));
    }
}
