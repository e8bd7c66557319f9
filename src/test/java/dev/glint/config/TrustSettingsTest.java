package dev.glint.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.image.DeclaredContent;
import dev.glint.image.HashAlgorithm;
import dev.glint.image.ImageDigests;
import dev.glint.image.ImageSignature;
import dev.glint.image.StoreFailure;
import dev.glint.testing.Configurations;
import dev.glint.testing.Digests;
import dev.glint.testing.Signer;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys of the configuration, and signatures of {@code hello} that OpenSSL 3.0 has made as deploy/README.md says. */
class TrustSettingsTest {

    private static final byte[] IMAGE = "hello".getBytes(UTF_8);
    private static final String KEY = "image.trust.vendor.public-key";
    private static final String RSA = """
            -----BEGIN PUBLIC KEY-----
            MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAuTPDS3TNHp4pwN+257Kx
            6sasctUgZ4OCJ1JjWZaX0Mi1ijLPJ+HZLld0GkSfwy7sffwCtzXZAEi3p4ongDGf
            FoS1MkaIpZCWQy3VwABdYevB+t65f/0AF5AFmySpJpLdgZMFOy5gb08w12447Tmy
            Th+jwBY39ytUAEc0gL67d9HaR4ZiMy/49Y1SfkQuMUI7LvjJWsI1SGI1WYP56kiq
            eY8Q+QzGf9MlnhPHhlPcMPAqyTHqDhFIVxA4JpW4lq1nfi4n7uRw7LwcwBbmqZ/o
            3TUZYv8WV4gOnbzHakTI/8EIyVTJBohLRyGt+zrTx93N8ynYGP3vAOGeIcSYHLZP
            yQIDAQAB
            -----END PUBLIC KEY-----
            """;
    private static final String RSA_LONGEST_SALT =
            "ACKrL97C4I8pRzDF/UAbCS01LYJkfIT2bP0aZASyZZ+hiRy2EI4M1beWnM70Teft2fioZEq90Isogr/hHda2QlF6pyOL7XEpLcbX"
                    + "6dPlyW9f/WzMAxjS5MtFJ0Ae2yKZxssOpBJYcfGsvKPLfQkaF1kXTwrJgJ3sGNpS3eJWrAE/n49LGQQKewk9Ha3oX3eiksOOQr7v"
                    + "C4/+AUBXhRvhcZH/NXkmTHYu2gjciAgi71lehhMqo1Dtlds5NlczwP471nOqqplB6UbWhDtRUfskNpgBVCevaTm24VboAQpRJ6Jo"
                    + "lV6S5kMUm7WGHJLnE/DE6TFfu7waXIRT3WKYM1IuEA==";
    private static final String EC = """
            -----BEGIN PUBLIC KEY-----
            MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEndfI1sMT0pX1yOZu2tOPfZt1KcU/
            YVxPV1pKgdtqN0ZJHwL4C3cbonwfxWGuzWc1yqhBhgKDbh442dulBJmiqQ==
            -----END PUBLIC KEY-----
            """;
    private static final String EC_CERTIFICATE = """
            -----BEGIN CERTIFICATE-----
            MIIBdzCCAR2gAwIBAgIUDD4w0d4LuiDrPDleL32uf+eIuwUwCgYIKoZIzj0EAwIw
            ETEPMA0GA1UEAwwGdmVuZG9yMB4XDTI2MTEyOTA4MzAwOFoXDTI2MTEzMDA4MzAw
            OFowETEPMA0GA1UEAwwGdmVuZG9yMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
            ndfI1sMT0pX1yOZu2tOPfZt1KcU/YVxPV1pKgdtqN0ZJHwL4C3cbonwfxWGuzWc1
            yqhBhgKDbh442dulBJmiqaNTMFEwHQYDVR0OBBYEFBjUgvaJcfSBzoeoOBpq9Iw+
            94GIMB8GA1UdIwQYMBaAFBjUgvaJcfSBzoeoOBpq9Iw+94GIMA8GA1UdEwEB/wQF
            MAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIhAOhbARPTd5PEU82vULDQmsKTYyTzKpLJ
            T2qZyVSkQLyWAiBgof99KfCWGHL2iOae7zLL+YIiGvxb7wXmBw7/edl3kw==
            -----END CERTIFICATE-----
            """;
    private static final String EC_SIGNATURE =
            "MEUCIQD/CZFGDc3or+vq+qayvX+pEeJhkzzxgHGYJmDPof6dlQIgPRHuawdq4jeNo8n7hwYD+eQpRrUSExtrEgXo0P8AKY0=";
    private static final String ED25519 = """
            -----BEGIN PUBLIC KEY-----
            MCowBQYDK2VwAyEAZYwnanvuTi3VDM3IAbuhFbAtr6j5RDzxIUvAe/CMpMU=
            -----END PUBLIC KEY-----
            """;
    private static final String ED25519_SIGNATURE =
            "THvwK3WPU5FUKhoZ/T4szCdDQpXTwpmqps0lHuf5Nlo7GgfDeXCqd5anvhav9Icax9GNbFIFcljr2Lb6rnomDg==";

    private static TrustSettings settings(Map<String, String> values) {
        return new TrustSettings(Configurations.of(TrustConfig.class, values));
    }

    private static void assertSigned(TrustSettings settings, String signature) {
        ImageSignature declared = new ImageSignature(
                settings.key("vendor").orElseThrow(), Base64.getDecoder().decode(signature));
        DeclaredContent content = new DeclaredContent(
                        OptionalLong.empty(), Optional.empty(), HashAlgorithm.SHA512, Optional.empty())
                .withSignature(declared);
        assertDoesNotThrow(() -> content.checkDigests(digests(IMAGE)));
        assertThrows(StoreFailure.class, () -> content.checkDigests(digests("hell0".getBytes(UTF_8))));
    }

    private static ImageDigests digests(byte[] image) {
        return new ImageDigests(Digests.md5(image), HashAlgorithm.SHA512, Optional.of(Digests.sha512(image)));
    }

    @Test
    void signaturesOfOpenSslAreRight() {
        assertSigned(settings(Map.of(KEY, RSA)), RSA_LONGEST_SALT);
        assertSigned(settings(Map.of(KEY, EC)), EC_SIGNATURE);
        assertSigned(settings(Map.of(KEY, EC_CERTIFICATE)), EC_SIGNATURE);
        assertSigned(settings(Map.of(KEY, ED25519)), ED25519_SIGNATURE);
    }

    static Stream<String> texts() {
        return Stream.of(
                EC,
                EC.replace("\n", "\r\n"),
                EC.replace('\n', ' '),
                "Bag Attributes: none\n" + EC + ED25519,
                "  " + EC_CERTIFICATE + RSA);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void keyIsReadFromATextOrAFile(String text, @TempDir Path directory) throws IOException {
        assertSigned(settings(Map.of(KEY, text)), EC_SIGNATURE);
        Path file = Files.writeString(directory.resolve("vendor.pem"), text);
        assertSigned(settings(Map.of(KEY, file.toString())), EC_SIGNATURE);
    }

    @Test
    void keysHaveNames() {
        TrustSettings settings = settings(Map.of(KEY, EC, "image.trust.\"a.b\".public-key", ED25519));
        assertTrue(settings.key("a.b").isPresent());
        assertFalse(settings.key("Vendor").isPresent());
        assertFalse(settings.key("").isPresent());
        assertFalse(settings(Map.of()).key("vendor").isPresent());
    }

    @Test
    void keyMayStandInTheEnvironment() {
        TrustConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new EnvConfigSource(Map.of("IMAGE_TRUST_VENDOR_PUBLIC_KEY", EC), 300))
                .withMapping(TrustConfig.class)
                .build()
                .getConfigMapping(TrustConfig.class);
        assertSigned(new TrustSettings(config), EC_SIGNATURE);
    }

    static Stream<String> wrongValues() {
        String ec = EC.replaceAll("-----.*?-----|\\s", "");
        return Stream.of(
                "",
                " ",
                "hush",
                "/nowhere/hush.pem",
                "\0",
                ec,
                "-----BEGIN PUBLIC KEY-----",
                "-----BEGIN PUBLIC KEY----------END PUBLIC KEY-----",
                "-----BEGIN PUBLIC KEY-----" + ec,
                EC.replace("MFkw", "MFk"),
                EC.replace("MFkw", "MFkx"),
                EC.replace("ndfI", "n!fI"),
                EC.replace("AQcD", "AAoD"),
                EC.replace("ndfI", "ndfJ"),
                ED25519.replaceAll("ZYwnan[^\n]*", "/".repeat(43) + "="),
                EC.replace("PUBLIC KEY", "RSA PUBLIC KEY"),
                EC.replace("PUBLIC KEY", "CERTIFICATE"),
                EC.replace("END PUBLIC KEY", "END CERTIFICATE"),
                EC_CERTIFICATE.replace("CERTIFICATE", "PUBLIC KEY"),
                "-----BEGIN PRIVATE KEY-----"
                        + Base64.getEncoder()
                                .encodeToString(
                                        new Signer("Ed25519").privateKey().getEncoded())
                        + "-----END PRIVATE KEY-----",
                new Signer("RSA 1024").publicPem(),
                new Signer("DSA 2048").publicPem(),
                new Signer("X25519").publicPem(),
                new Signer("Ed448").publicPem(),
                new Signer("RSASSA-PSS 2048").publicPem());
    }

    @ParameterizedTest
    @MethodSource("wrongValues")
    void wrongValueStopsTheStartWithOneSentenceThatNamesTheKey(String value) {
        Exception wrong = assertThrows(ConfigurationException.class, () -> settings(Map.of(KEY, value)));
        assertEquals(
                KEY
                        + " must be a public key or a certificate in PEM, or the path of a file with one; the key can be of "
                        + "RSA with 2048 bits or more, of EC (P-256, P-384, P-521), or Ed25519.",
                wrong.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA 2048", "RSA 3072", "EC 256", "EC 384", "EC 521", "Ed25519"})
    void keysOfAllKindsCanBeUsed(String kind) {
        String pem = new Signer(kind).publicPem();
        assertTrue(settings(Map.of(KEY, pem)).key("vendor").isPresent());
    }
}
