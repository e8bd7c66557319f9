package dev.glint.testing;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/** A key with which an issuer signs tokens. */
public record SigningKey(PublicJsonWebKey jwk) {

    public static final String ISSUER = "https://issuer.test";
    public static final String AUDIENCE = "glint";

    /** A new RSA key. */
    public static SigningKey named(String id) {
        try {
            PublicJsonWebKey jwk = RsaJwkGenerator.generateJwk(2048);
            jwk.setKeyId(id);
            return new SigningKey(jwk);
        } catch (JoseException e) {
            throw new AssertionError(e);
        }
    }

    /** A new key of the curve P-256. */
    public static SigningKey elliptic(String id) {
        try {
            PublicJsonWebKey jwk = EcJwkGenerator.generateJwk(EllipticCurves.P256);
            jwk.setKeyId(id);
            return new SigningKey(jwk);
        } catch (JoseException e) {
            throw new AssertionError(e);
        }
    }

    /** The key that {@link #secretJson()} wrote. */
    public static SigningKey parse(String json) {
        try {
            return new SigningKey(PublicJsonWebKey.Factory.newPublicJwk(json));
        } catch (JoseException e) {
            throw new AssertionError(e);
        }
    }

    public String secretJson() {
        return jwk.toJson(OutputControlLevel.INCLUDE_PRIVATE);
    }

    /** Claims that are valid for an hour. */
    public static JwtClaims claims(Consumer<JwtClaims> change) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setAudience(AUDIENCE);
        claims.setSubject("alice");
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(60);
        change.accept(claims);
        return claims;
    }

    /** A valid token with more claims: alternating names and values. */
    public String token(Object... more) {
        return sign(claims(claims -> {
            for (int i = 0; i < more.length; i += 2) {
                claims.setClaim((String) more[i], more[i + 1]);
            }
        }));
    }

    public String sign(JwtClaims claims) {
        return sign(claims, signature -> {});
    }

    /** Signs claims, with a header that is changed before. */
    public String sign(JwtClaims claims, Consumer<JsonWebSignature> change) {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setAlgorithmHeaderValue(jwk.getKeyType().equals("EC") ? "ES256" : "RS256");
        signature.setKeyIdHeaderValue(jwk.getKeyId());
        signature.setKey(jwk.getPrivateKey());
        change.accept(signature);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new AssertionError(e);
        }
    }

    /** A set of public keys, as an issuer publishes it. */
    public static String set(SigningKey... keys) {
        return JsonUtil.toJson(Map.of(
                "keys",
                Arrays.stream(keys)
                        .map(key -> key.jwk().toParams(OutputControlLevel.PUBLIC_ONLY))
                        .toList()));
    }
}
