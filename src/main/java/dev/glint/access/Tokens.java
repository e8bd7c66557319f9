package dev.glint.access;

import static dev.glint.image.StoreFailure.Kind.UNAUTHENTICATED;

import dev.glint.config.StoreSettings;
import dev.glint.image.StoreFailure;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.jose4j.jwt.consumer.ErrorCodeValidator;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;

/**
 * Verifies bearer tokens by the rules of {@code mp.jwt.verify}. Its keys are fetched when the first token comes.
 *
 * @see <a href="https://download.eclipse.org/microprofile/microprofile-jwt-auth-2.1/">MicroProfile JWT 2.1</a>
 */
@Singleton
class Tokens {

    /** What callers are told, by the codes of the library. */
    private static final Map<Integer, String> REASONS = Map.of(
            ErrorCodes.EXPIRED, "The token has expired.",
            ErrorCodes.NOT_YET_VALID, "The token is not valid yet.",
            ErrorCodes.ISSUER_INVALID, "The token is of an issuer that is not trusted here.",
            ErrorCodes.AUDIENCE_INVALID, "The token is for another audience.",
            ErrorCodes.AUDIENCE_MISSING, "The token is for another audience.",
            ErrorCodes.SIGNATURE_INVALID, "The signature of the token is not valid.");

    /** <a href="https://www.rfc-editor.org/rfc/rfc7515#section-7.1">RFC 7515</a>. */
    private static final Pattern COMPACT = Pattern.compile("[\\w-]++\\.[\\w-]++\\.[\\w-]++");

    private static final String PREFIX = "mp.jwt.verify.";
    /** The library's own value for a key that is not set. */
    private static final String NONE = "NONE";

    private final Supplier<JWTAuthContextInfo> rules;
    private final TokenParser parser;
    private final boolean areConfigured;

    @Inject
    Tokens(Config config, Instance<JWTAuthContextInfo> rules, StoreSettings settings) {
        this(
                rules::get,
                new TokenParser(settings.deadline()),
                isSet(config, "publickey.location") || isSet(config, "publickey"));
        if (areConfigured) {
            check(config);
        }
    }

    Tokens(Supplier<JWTAuthContextInfo> rules, TokenParser parser, boolean areConfigured) {
        this.rules = rules;
        this.parser = parser;
        this.areConfigured = areConfigured;
    }

    /** Keys at a URL are not fetched here: the application can start before their server does. */
    private void check(Config config) {
        if (!isSet(config, "issuer")) {
            throw new ConfigurationException("mp.jwt.verify.issuer is required where tokens are verified.");
        }
        String key = PREFIX + (isSet(config, "publickey") ? "publickey" : "publickey.location");
        if (!config.getConfigValue(key).getValue().startsWith("http") && !hasKeys()) {
            throw new ConfigurationException(key + " must be a public key or a set of keys, as PEM or JWKS.");
        }
    }

    private boolean hasKeys() {
        try {
            return parser.hasKeys(rules.get());
        } catch (RuntimeException unreadable) {
            return false;
        }
    }

    private static boolean isSet(Config config, String name) {
        String value = config.getConfigValue(PREFIX + name).getValue();
        return value != null && !value.equals(NONE);
    }

    boolean areConfigured() {
        return areConfigured;
    }

    /**
     * The claims of a token.
     *
     * @throws StoreFailure {@code UNAUTHENTICATED} if it is not valid, {@code STORE_UNAVAILABLE} if keys cannot be fetched
     */
    Claims verify(String token) {
        // The library would skip other characters.
        if (!COMPACT.matcher(token).matches()) {
            throw invalid();
        }
        try {
            return new Claims(parser.parse(token, rules.get()).getJwtClaims().getClaimsMap());
        } catch (ParseException refused) {
            throw reason(refused);
        }
    }

    private static StoreFailure reason(ParseException refused) {
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
            if (cause instanceof StoreFailure failure) {
                return failure;
            }
            if (cause instanceof InvalidJwtException invalid) {
                for (ErrorCodeValidator.Error error : invalid.getErrorDetails()) {
                    if (REASONS.containsKey(error.getErrorCode())) {
                        return UNAUTHENTICATED.because("%s", REASONS.get(error.getErrorCode()));
                    }
                }
            }
        }
        return invalid();
    }

    private static StoreFailure invalid() {
        return UNAUTHENTICATED.because("The token is not valid.");
    }
}
