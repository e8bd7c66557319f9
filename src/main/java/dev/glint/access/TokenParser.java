package dev.glint.access;

import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;

import dev.glint.image.StoreFailure;
import io.smallrye.jwt.auth.principal.DefaultJWTTokenParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.KeyLocationResolver;
import java.io.IOException;
import java.security.Key;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jose4j.http.Get;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * The parser of the library, with a limit on the time that fetching keys takes. A call that needs keys during a fetch waits for that
 * fetch, and makes none of its own. If keys cannot be fetched, the failure is {@code STORE_UNAVAILABLE}: the token may be valid.
 */
class TokenParser extends DefaultJWTTokenParser {

    private final KeyFetcher fetcher;
    private final AtomicReference<CompletableFuture<Keys>> loading = new AtomicReference<>();

    /** @param patience the longest that keys may take to come */
    TokenParser(Duration patience) {
        fetcher = new KeyFetcher(patience);
    }

    /** Whether keys that the configuration has itself, or names as a file, can be read. */
    boolean hasKeys(JWTAuthContextInfo rules) {
        try {
            getVerificationKeyResolver(rules);
            return true;
        } catch (UnresolvableKeyException unreadable) {
            return false;
        }
    }

    @Override
    protected VerificationKeyResolver getVerificationKeyResolver(JWTAuthContextInfo rules)
            throws UnresolvableKeyException {
        CompletableFuture<Keys> mine = new CompletableFuture<>();
        CompletableFuture<Keys> current = loading.compareAndExchange(null, mine);
        if (current == null) {
            load(rules, mine);
            current = mine;
        }
        try {
            return current.join();
        } catch (CompletionException failed) {
            throw new UnresolvableKeyException("There are no keys for tokens.", failed.getCause());
        }
    }

    private void load(JWTAuthContextInfo rules, CompletableFuture<Keys> keys) {
        try {
            Keys loaded = new Keys(rules);
            if (loaded.areMissing()) {
                throw new UnresolvableKeyException("What was read holds no keys.");
            }
            keys.complete(loaded);
        } catch (UnresolvableKeyException | RuntimeException | Error failed) {
            // The next call tries again.
            loading.set(null);
            keys.completeExceptionally(rules.getPublicKeyLocation() == null ? failed : unavailable(failed));
        }
    }

    private static StoreFailure unavailable(Throwable cause) {
        return new StoreFailure(
                STORE_UNAVAILABLE, "The keys that tokens are verified with cannot be fetched; try again.", cause);
    }

    /** Keys from where the configuration says. The constructor of the library reads them. */
    private final class Keys extends KeyLocationResolver {

        Keys(JWTAuthContextInfo rules) throws UnresolvableKeyException {
            super(rules);
        }

        boolean areMissing() {
            return key == null && jsonWebKeys == null && httpsJwks == null;
        }

        /** A key that is unknown is looked for at once, and then again after {@code smallrye.jwt.jwks.forced-refresh-interval}. */
        @Override
        protected HttpsJwks getHttpsJwks(String location) {
            HttpsJwks keys = super.getHttpsJwks(location);
            keys.setRefreshReprieveThreshold(0);
            return keys;
        }

        @Override
        protected Get getHttpGet() {
            return fetcher;
        }

        @Override
        protected String readKeyContent(String location) throws IOException {
            return fetcher.get(location).getBody();
        }

        @Override
        public Key resolveKey(JsonWebSignature signature, List<JsonWebStructure> nesting)
                throws UnresolvableKeyException {
            try {
                return super.resolveKey(signature, nesting);
            } catch (UnresolvableKeyException unknown) {
                throw fetcher.hasFailed()
                        ? new UnresolvableKeyException("The keys may have changed.", unavailable(unknown))
                        : unknown;
            }
        }
    }
}
