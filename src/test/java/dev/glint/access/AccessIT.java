package dev.glint.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.Functions.Answer;
import dev.glint.testing.PackagedApplication;
import dev.glint.testing.PlainS3;
import dev.glint.testing.SigningKey;
import dev.glint.testing.TokenIssuer;
import dev.glint.testing.TwoFacedS3Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The packaged application with access rules. It starts while the issuer is down. */
class AccessIT {

    private static final String BUCKET = "access";
    private static final String ADD = "{\"imageId\": \"a.1\", \"data\": \"AAEC\"}";
    private static final TwoFacedS3Proxy S3 = new TwoFacedS3Proxy();
    private static final PlainS3 BUCKET_VIEW =
            new PlainS3(S3.uri(), TwoFacedS3Proxy.ACCESS_KEY, TwoFacedS3Proxy.SECRET_KEY, BUCKET);
    private static final TokenIssuer ISSUER = new TokenIssuer();
    private static PackagedApplication application;

    @BeforeAll
    static void start() {
        BUCKET_VIEW.client().createBucket(request -> request.bucket(BUCKET));
        Map<String, String> configuration = new HashMap<>(ISSUER.start());
        configuration.putAll(S3.configuration(BUCKET));
        configuration.put("glint.access.required", "true");
        configuration.put("mp.jwt.verify.publickey.algorithm", "RS256,ES256");
        ISSUER.reply(TokenIssuer.status(503, "down"));
        application = new PackagedApplication(configuration);
    }

    @AfterAll
    static void stop() {
        application.close();
        ISSUER.stop();
        BUCKET_VIEW.close();
        S3.close();
    }

    @Test
    void tokensAreVerifiedWithPublishedKeys() {
        String token = ISSUER.key().token("images", "a.", "groups", List.of("image-admin"));
        add(token).problem(503, "store-unavailable");
        SigningKey second = SigningKey.elliptic("second");
        ISSUER.reply(TokenIssuer.body(SigningKey.set(ISSUER.key(), second)));
        add(token).ok();
        String other = second.token("images", "a.", "scope", "image-admin");
        assertTrue(call(other, "delete").ok().json().path("deleted").asBoolean());
        call(second.token("images", "b.", "scope", "image-admin"), "delete").problem(403, "forbidden");
        call(SigningKey.named("second").token(), "delete").problem(401, "unauthenticated");
        assertEquals(401, application.functions().post("add", ADD).status());
        BUCKET_VIEW.assertEmptyAndClean();
        assertFalse(application.log().stream().anyMatch(line -> line.contains("eyJ") || line.contains("No access")));
    }

    private static Answer add(String token) {
        return application.functions().post("add", ADD, "Authorization", "Bearer " + token);
    }

    private static Answer call(String token, String function) {
        return application.functions().post(function, "{\"imageId\": \"a.1\"}", "Authorization", "Bearer " + token);
    }
}
