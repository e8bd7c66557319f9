package dev.glint.access;

import static dev.glint.image.StoreFailure.Kind.FORBIDDEN;
import static dev.glint.image.StoreFailure.Kind.UNAUTHENTICATED;

import dev.glint.config.Setting;
import dev.glint.image.StoreFailure;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Decides what a caller may do. Rules apply if keys for tokens are configured, or any of the keys that say what a token must have.
 * Each caller then needs a valid token. Without rules everything is allowed.
 */
@Singleton
@Startup
public class AccessRules {

    private static final Logger LOG = Logger.getLogger(AccessRules.class);

    private static final String ADD = "add";

    private final Tokens tokens;
    /** The roles or scopes of each function; a function without any takes each valid token. */
    private final Map<String, List<String>> roles = new HashMap<>();

    private final Optional<String> prefixClaim;
    private final boolean areThere;

    AccessRules(AccessConfig config, Tokens tokens) {
        this.tokens = tokens;
        config.add().ifPresent(names -> roles.put(ADD, names));
        config.getSize().ifPresent(names -> roles.put("get-size", names));
        config.getPresigned().ifPresent(names -> roles.put("get-presigned", names));
        config.delete().ifPresent(names -> roles.put("delete", names));
        prefixClaim = new Setting(config.prefixClaim()).text();
        boolean mustBeThere = new Setting(config.required()).isTrue();
        boolean demandSomething = !roles.isEmpty() || prefixClaim.isPresent();
        areThere = tokens.areConfigured() || demandSomething;
        if (mustBeThere && !areThere) {
            throw new ConfigurationException(
                    "glint.access.required is true, but there are no rules: set mp.jwt.verify.publickey.location.");
        }
        if (demandSomething && !tokens.areConfigured() && !Gateway.isThere()) {
            throw new ConfigurationException(
                    "glint.access is set, but no token can be verified: set mp.jwt.verify.publickey.location.");
        }
    }

    /** Runs last, so that a wrong configuration is the only line of a start that fails. */
    void tell(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) StartupEvent start) {
        if (!areThere) {
            LOG.info("No access rules are configured: anybody who can reach the functions may call all of them.");
        }
    }

    /**
     * Lets a caller call a function.
     *
     * @param function its name, such as {@code get-size}
     * @return what the caller may name
     * @throws StoreFailure {@code UNAUTHENTICATED} without a valid token, {@code FORBIDDEN} if the token does not allow this,
     *     {@code STORE_UNAVAILABLE} if the keys for tokens cannot be fetched
     */
    public Permission admit(String function, Caller caller) {
        if (!areThere || caller instanceof Caller.Trusted) {
            return Permission.EVERYTHING;
        }
        Claims claims = claims(caller);
        if (!mayCall(claims, function)) {
            throw FORBIDDEN.because("The token has none of the roles or scopes of glint.access.%s.", function);
        }
        String prefix = prefixClaim.map(claim -> prefix(claims, claim)).orElse(Permission.ANY);
        return new Permission(prefix, mayCall(claims, ADD));
    }

    private boolean mayCall(Claims claims, String function) {
        List<String> allowed = roles.get(function);
        return allowed == null || !Collections.disjoint(allowed, claims.roles());
    }

    private Claims claims(Caller caller) {
        if (caller instanceof Caller.Verified verified) {
            return verified.claims();
        }
        if (!tokens.areConfigured()) {
            throw UNAUTHENTICATED.because("Call through the gateway, with a token that it verifies.");
        }
        return tokens.verify(((Caller.Bearer) caller).token());
    }

    private static String prefix(Claims claims, String claim) {
        return claims.text(claim)
                .orElseThrow(() ->
                        FORBIDDEN.because("The token has no text under %s, which says what ids it may name.", claim));
    }
}
