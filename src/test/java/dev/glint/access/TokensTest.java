package dev.glint.access;

import static dev.glint.testing.SigningKey.claims;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.glint.testing.SigningKey;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens of all kinds. */
class TokensTest extends TokenSuite {

    @Test
    void claimsOfAValidTokenAreTold() {
        Claims claims = tokens.verify(issuer.key().token("groups", List.of("image-writer"), "team", "a"));
        assertEquals(Set.of("image-writer"), claims.roles());
        assertEquals("a", claims.text("team").orElseThrow());
        assertEquals(1, issuer.requests());
    }

    static Stream<Arguments> invalidTokensAreRefused() {
        return Stream.of(
                row("expired", claims(claims -> claims.setExpirationTimeMinutesInTheFuture(-5))),
                row("not valid yet", claims(claims -> claims.setNotBeforeMinutesInThePast(-5))),
                row("issuer", claims(claims -> claims.setIssuer("https://other.test"))),
                row("audience", claims(claims -> claims.setAudience("other"))),
                row("audience", claims(claims -> claims.unsetClaim("aud"))),
                row("not valid.", claims(claims -> claims.unsetClaim("exp"))),
                row("not valid.", claims(claims -> claims.unsetClaim("iat"))),
                row("not valid.", claims(claims -> claims.unsetClaim("sub"))),
                row("not valid.", claims(claims -> claims.unsetClaim("iss"))));
    }

    private static Arguments row(String reason, JwtClaims claims) {
        return Arguments.of(reason, claims);
    }

    @ParameterizedTest
    @MethodSource
    void invalidTokensAreRefused(String reason, JwtClaims claims) {
        assertRefused(reason, issuer.key().sign(claims));
    }

    @Test
    void signaturesOfOthersAreRefused() {
        assertRefused("signature", SigningKey.named("first").token());
        assertRefused("not valid.", SigningKey.named("unknown").token());
        String[] parts = issuer.key().token("groups", List.of("image-reader")).split("\\.");
        String payload = new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8).replace("reader", "writer");
        String forged = Base64.getUrlEncoder().withoutPadding().encodeToString(payload.getBytes(UTF_8));
        assertRefused("signature", parts[0] + "." + forged + "." + parts[2]);
    }

    @Test
    void otherAlgorithmsAreRefused() {
        JwtClaims claims = claims(same -> {});
        assertRefused("not valid.", issuer.key().sign(claims, signature -> {
            signature.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
            signature.setAlgorithmHeaderValue("none");
            signature.setKey(null);
        }));
        byte[] asSecret = issuer.key().jwk().getPublicKey().getEncoded();
        assertRefused("not valid.", issuer.key().sign(claims, signature -> {
            signature.setAlgorithmHeaderValue("HS256");
            signature.setKey(new HmacKey(asSecret));
        }));
        assertRefused("not valid.", issuer.key().sign(claims, signature -> signature.setAlgorithmHeaderValue("RS512")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b.c", "a.b", "{}", "e30.e30.", "eyJhbGciOiJSUzI1NiJ9.e30.AAAA"})
    void textThatIsNoTokenIsRefused(String text) {
        assertRefused("not valid.", text);
        assertRefused("not valid.", text.repeat(20_000));
    }
}
