package dev.glint.configuration;

import static dev.glint.testing.RoleEndpoints.ACCESS_KEY;
import static dev.glint.testing.RoleEndpoints.AUTHORIZATION;
import static dev.glint.testing.RoleEndpoints.ROLE_ARN;
import static dev.glint.testing.RoleEndpoints.SECRET_KEY;
import static dev.glint.testing.RoleEndpoints.TOKEN;
import static dev.glint.testing.RoleEndpoints.WEB_IDENTITY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.FaultProxy;
import dev.glint.testing.Functions;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.HeaderFaults;
import dev.glint.testing.PackagedApplication;
import dev.glint.testing.PlainS3;
import dev.glint.testing.RoleEndpoints;
import dev.glint.testing.TwoFacedS3Proxy;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Temporary keys of a role, from all sources that AWS has, with an S3 that refuses requests without their session token. */
@Execution(ExecutionMode.CONCURRENT)
class RolesIT {

    private static final String BUCKET = "images";
    private static final String SESSION_TOKEN = "x-amz-security-token";

    @TempDir
    Path directory;

    private final RoleEndpoints roles = new RoleEndpoints();
    private TwoFacedS3Proxy realS3;
    private FaultProxy s3;

    @BeforeEach
    void start() {
        realS3 = new TwoFacedS3Proxy();
        try (PlainS3 plain =
                new PlainS3(realS3.uri(), TwoFacedS3Proxy.ACCESS_KEY, TwoFacedS3Proxy.SECRET_KEY, BUCKET)) {
            plain.client().createBucket(request -> request.bucket(BUCKET));
        }
        s3 = new FaultProxy(realS3.uri(), realS3.trustingUri());
        // The server behind the proxy does not know the token.
        s3.onAny().always(HeaderFaults.demandHeader(SESSION_TOKEN, TOKEN, HeaderFaults.ignoreHeader(SESSION_TOKEN)));
    }

    @AfterEach
    void stop() {
        s3.close();
        realS3.close();
        roles.close();
    }

    @Test
    void keysComeFromAWebIdentity() throws IOException {
        Path token = Files.writeString(directory.resolve("token"), WEB_IDENTITY);
        assertStoresAndSigns(
                Map.of(
                        "AWS_WEB_IDENTITY_TOKEN_FILE", token.toString(),
                        "AWS_ROLE_ARN", ROLE_ARN,
                        "AWS_ENDPOINT_URL_STS", roles.uri().toString()),
                true);
        assertEquals(List.of("POST /"), roles.asked());
    }

    @Test
    void keysComeFromAProfileWithARole() throws IOException {
        Path token = Files.writeString(directory.resolve("token"), WEB_IDENTITY);
        Path profile = Files.writeString(
                directory.resolve("config"),
                "[default]\nrole_arn = " + ROLE_ARN + "\nweb_identity_token_file = " + token + "\n");
        assertStoresAndSigns(
                Map.of(
                        "AWS_CONFIG_FILE",
                        profile.toString(),
                        "AWS_ENDPOINT_URL_STS",
                        roles.uri().toString()),
                true);
        assertEquals(List.of("POST /"), roles.asked());
    }

    @Test
    void keysComeFromTheContainerEndpoint() {
        assertStoresAndSigns(
                Map.of(
                        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                        roles.uri() + "/container",
                        "AWS_CONTAINER_AUTHORIZATION_TOKEN",
                        AUTHORIZATION),
                true);
        assertEquals(List.of("GET /container"), roles.asked());
    }

    @Test
    void keysComeFromTheInstanceMetadata() {
        assertStoresAndSigns(
                Map.of("AWS_EC2_METADATA_SERVICE_ENDPOINT", roles.uri().toString()), true);
        assertEquals(
                1,
                roles.asked().stream()
                        .filter(request -> request.endsWith("/glint"))
                        .count());
    }

    @Test
    void keysComeFromEnvironmentVariables() {
        assertStoresAndSigns(
                Map.of(
                        "AWS_ACCESS_KEY_ID", ACCESS_KEY,
                        "AWS_SECRET_ACCESS_KEY", SECRET_KEY,
                        "AWS_SESSION_TOKEN", TOKEN),
                false);
        assertEquals(List.of(), roles.asked());
    }

    /** The application asks no AWS service for keys if keys are configured. */
    @Test
    void configuredKeysAreUsedWithoutAskingForOthers() {
        s3.clear();
        Map<String, String> configuration = new HashMap<>(realS3.configuration(BUCKET));
        configuration.put("s3.store.host", s3.uri().toString());
        Map<String, String> container = Map.of("AWS_CONTAINER_CREDENTIALS_FULL_URI", roles.uri() + "/container");
        try (PackagedApplication application = new PackagedApplication(configuration, container)) {
            application
                    .functions()
                    .call("add", "imageId", "hello", "data", "AAEC")
                    .ok();
        }
        assertEquals(List.of(), roles.asked());
    }

    private void assertStoresAndSigns(Map<String, String> surroundings, boolean ends) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "AWS_REGION", "us-east-1",
                "AWS_CONFIG_FILE", "/dev/null",
                "AWS_SHARED_CREDENTIALS_FILE", "/dev/null"));
        environment.putAll(surroundings);
        Map<String, String> configuration = Map.of("s3.store.host", s3.uri().toString(), "s3.store.bucket", BUCKET);
        try (PackagedApplication application = new PackagedApplication(configuration, environment)) {
            Functions functions = application.functions();
            functions.call("add", "imageId", "hello", "data", "AAEC").ok();
            assertTrue(functions
                    .call("get-size", "imageId", "hello")
                    .ok()
                    .json()
                    .path("available")
                    .asBoolean());
            Answer signed = functions
                    .call("get-presigned", "imageId", "hello", "expiresIn", "PT1H")
                    .ok();
            String url = signed.text("url");
            assertTrue(url.contains("X-Amz-Security-Token=" + URLEncoder.encode(TOKEN, StandardCharsets.UTF_8)), url);
            assertTrue(url.contains("X-Amz-Credential=" + ACCESS_KEY), url);
            assertEquals(
                    ends, !Instant.parse(signed.text("expiresAt")).isAfter(roles.end), "ends with the keys: " + url);
            functions.call("delete", "imageId", "hello").ok();
            assertFalse(String.join("\n", application.log()).contains(SECRET_KEY));
        }
    }
}
