package dev.glint.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.deploy.UploadScript.Outcome;
import dev.glint.testing.Fault;
import dev.glint.testing.FaultProxy;
import dev.glint.testing.PackagedApplication;
import dev.glint.testing.PlainS3;
import dev.glint.testing.Sequential;
import dev.glint.testing.SigningKey;
import dev.glint.testing.TokenIssuer;
import dev.glint.testing.TwoFacedS3Proxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads with {@code upload.sh} and the packaged application, which demands tokens. */
@Sequential
class ShellUploadTokensIT {

    private static final String BUCKET = "images";
    private static final String ID = "image";
    private static final int SIZE = 11_000_000;
    private static final TokenIssuer ISSUER = new TokenIssuer();

    private static TwoFacedS3Proxy server;
    private static PlainS3 s3;
    private static PackagedApplication application;

    @TempDir
    Path folder;

    private String file;
    private Path tokenFile;

    @BeforeAll
    static void start() {
        UploadScript.assumeInstalled("curl", "jq", "md5sum", "sha256sum");
        server = new TwoFacedS3Proxy();
        s3 = new PlainS3(server.uri(), TwoFacedS3Proxy.ACCESS_KEY, TwoFacedS3Proxy.SECRET_KEY, BUCKET);
        s3.client().createBucket(request -> request.bucket(BUCKET));
        Map<String, String> configuration = new HashMap<>(ISSUER.start());
        configuration.putAll(server.configuration(BUCKET));
        configuration.putAll(Map.of("s3.store.part-size", "5M", "s3.store.presigned.multipart-threshold", "5M"));
        application = new PackagedApplication(configuration);
    }

    @AfterAll
    static void stop() {
        if (application != null) {
            application.close();
            ISSUER.stop();
            s3.close();
            server.close();
        }
    }

    @BeforeEach
    void write() throws IOException {
        file = Files.write(folder.resolve("disk"), new byte[SIZE]).toString();
        tokenFile = folder.resolve("token");
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        s3.assertEmptyAndClean();
        assertEquals(List.of(), script().state());
    }

    @Test
    void uploadThatIsRefusedGoesOnWithAnotherToken() throws IOException {
        Outcome outcome = script().run(ID, file);
        assertTrue(outcome.errors().startsWith("The call needs one header Authorization: Bearer"), outcome.errors());
        assertTrue(outcome.errors().endsWith("in GLINT_TOKEN the same command goes on.\n"), outcome.errors());
        assertEquals(3, outcome.status());
        outcome =
                script().with("GLINT_TOKEN", ISSUER.key().token("images", "i")).run(ID, file);
        String forbidden = "An upload needs one of the roles or scopes of glint.access.add, too.\n";
        assertTrue(outcome.errors().endsWith(forbidden), outcome.errors());
        assertEquals(3, outcome.status());
        assertNotEquals(List.of(), script().state());
        assertStored(script().with("GLINT_TOKEN", token()).run(ID, file));
    }

    @Test
    void tokenFileIsReadForEachCall() throws IOException {
        List<String> commands = new CopyOnWriteArrayList<>();
        try (FaultProxy functions = new FaultProxy(application.uri(), application.uri())) {
            UploadScript script = scriptWithTokenFile(functions.uri());
            functions.onAny().once(Fault.beforeReply(() -> {
                commands.addAll(script.commandLines());
                setToken(expiredToken());
            }));
            assertBrokenOff("The token has expired. ", script.run(ID, file));

            functions.clear();
            functions.onAny().once(Fault.beforeReply(() -> setToken("")));
            setToken(token() + "\n");
            assertBrokenOff("There is no token in the file of GLINT_TOKEN_FILE", script.run(ID, file));

            setToken(token());
            assertStored(script.run(ID, file));
        }
        assertTrue(commands.stream().anyMatch(line -> line.contains("curl")), commands.toString());
        commands.forEach(UploadScript::assertNoSecret);
    }

    @Test
    void cancellingGoesOnWithAnotherToken() throws IOException {
        try (FaultProxy functions = new FaultProxy(application.uri(), application.uri())) {
            UploadScript script = scriptWithTokenFile(functions.uri());
            functions.onAny().once(Fault.beforeReply(() -> setToken(expiredToken())));
            assertBrokenOff("The token has expired. ", script.run(ID, file));
            assertBrokenOff("The token has expired. ", script.run("--cancel", ID));
            setToken(token());
            assertEquals(0, script.run("--cancel", ID).status());
        }
    }

    @Test
    void malformedTokenIsAWrongCall() throws IOException {
        for (String token : List.of("\"", "'", "a b", "a\nb", "a\n", "\\", "$a", "Bearer a")) {
            Outcome outcome = script().with("GLINT_TOKEN", token).run(ID, file);
            assertTrue(outcome.errors().startsWith("The token in GLINT_TOKEN has a character "), outcome.errors());
            assertEquals(2, outcome.status());
        }
        setToken("a\nb");
        Outcome outcome =
                script().with("GLINT_TOKEN_FILE", tokenFile.toString()).run(ID, file);
        assertTrue(outcome.errors().startsWith("The token in the file of GLINT_TOKEN_FILE has"), outcome.errors());
        assertEquals(2, outcome.status());
    }

    @Test
    void tokenFileWithoutATokenIsAWrongCall() throws IOException {
        setToken("\n");
        // A token that is taken for a path is not shown.
        for (String path : List.of(tokenFile.toString(), folder.toString(), "nowhere", "-", "-n", token())) {
            Outcome outcome = script().with("GLINT_TOKEN", token())
                    .with("GLINT_TOKEN_FILE", path)
                    .run(ID, file);
            assertEquals(
                    "There is no token in the file of GLINT_TOKEN_FILE, or it cannot be read.\n", outcome.errors());
            assertEquals(2, outcome.status());
        }
    }

    private UploadScript script() {
        return new UploadScript(application.uri(), folder);
    }

    private UploadScript scriptWithTokenFile(URI functions) {
        setToken(token());
        return new UploadScript(functions, folder).with("GLINT_TOKEN_FILE", tokenFile.toString());
    }

    private static void assertBrokenOff(String sentence, Outcome outcome) {
        assertTrue(outcome.errors().lines().anyMatch(line -> line.startsWith(sentence)), outcome.errors());
        assertEquals(3, outcome.status());
        assertEquals(List.of(ID), s3.unfinishedUploads());
    }

    private static void assertStored(Outcome outcome) {
        assertEquals(0, outcome.status(), outcome.errors());
        assertEquals(SIZE, s3.take(ID).length);
    }

    private static String token() {
        return ISSUER.key().token("groups", List.of("image-admin"), "images", ID);
    }

    private static String expiredToken() {
        return ISSUER.key().sign(SigningKey.claims(claims -> claims.setExpirationTime(NumericDate.fromSeconds(1))));
    }

    private void setToken(String token) {
        try {
            Files.writeString(tokenFile, token);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
