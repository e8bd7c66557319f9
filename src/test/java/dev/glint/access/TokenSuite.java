package dev.glint.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.image.StoreFailure;
import dev.glint.image.StoreFailure.Kind;
import dev.glint.testing.SigningKey;
import dev.glint.testing.TokenIssuer;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An issuer, and what verifies its tokens. */
abstract class TokenSuite {

    final TokenIssuer issuer = new TokenIssuer();
    JWTAuthContextInfo rules;
    Tokens tokens;

    @BeforeEach
    void start() {
        issuer.start();
        rules = new JWTAuthContextInfo();
        rules.setIssuedBy(SigningKey.ISSUER);
        rules.setExpectedAudience(Set.of(SigningKey.AUDIENCE));
        rules.setSignatureAlgorithm(Set.of(SignatureAlgorithm.RS256));
        rules.setPublicKeyLocation(issuer.uri());
        rules.setJwksRetainCacheOnErrorDuration(60);
        tokens = new Tokens(() -> rules, new TokenParser(Duration.ofMillis(500)), true);
    }

    @AfterEach
    void stop() {
        issuer.stop();
    }

    void assertUnavailable(String token) {
        StoreFailure failure = assertThrows(StoreFailure.class, () -> tokens.verify(token));
        assertEquals(Kind.STORE_UNAVAILABLE, failure.kind(), failure.getMessage());
    }

    void assertRefused(String reason, String token) {
        StoreFailure failure = assertThrows(StoreFailure.class, () -> tokens.verify(token));
        assertEquals(Kind.UNAUTHENTICATED, failure.kind(), failure.getMessage());
        assertTrue(failure.getMessage().contains(reason), failure.getMessage());
    }
}
