package dev.glint.config;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.Certificates;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemTrustTest {

    @TempDir
    static Path directory;

    private static String certificate;
    private static String other;

    @BeforeAll
    static void makeCertificates() throws IOException {
        certificate = Files.readString(Certificates.pem("s3.test"), US_ASCII);
        other = Files.readString(Certificates.pem("other.test"), US_ASCII);
    }

    @Test
    void onlyCertificatesOfTheFileAreTrusted() throws IOException {
        assertEquals(1, trusted(certificate).length);
        assertEquals(2, trusted(certificate + "\n" + other).length, "a bundle");
        assertEquals(1, trusted("# our own authority\n" + certificate).length, "a comment before it");
        assertEquals(
                "CN=s3.test", trusted(certificate)[0].getSubjectX500Principal().getName());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "garbage",
                "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
                "-----BEGIN CERTIFICATE-----\nZ2FyYmFnZQ==\n-----END CERTIFICATE-----\n",
                "-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n",
                "-----BEGIN CERTIFICATE-----\nZ2FyYmFnZQ==\n",
                "-----BEGIN PRIVATE KEY-----\nZ2FyYmFnZQ==\n-----END PRIVATE KEY-----\n",
                "0\u0082\u0001",
            })
    void contentWithoutAValidCertificateIsRefused(String content) throws IOException {
        assertRefused(file(content));
    }

    @Test
    void truncatedFileIsRefused() throws IOException {
        assertRefused(file(certificate.substring(0, certificate.length() / 2)));
        assertRefused(file(certificate + "-----BEGIN CERTIFICATE-----\nZ2FyYmFnZQ==\n-----END CERTIFICATE-----\n"));
    }

    @Test
    void pathThatIsNoRegularFileIsRefused() {
        assertRefused(directory);
        assertRefused(directory.resolve("missing"));
        assertRefused(Path.of("/dev/null"));
    }

    private static X509Certificate[] trusted(String pem) throws IOException {
        TrustManager[] managers = PemTrust.read(file(pem));
        assertEquals(1, managers.length);
        return ((X509TrustManager) managers[0]).getAcceptedIssuers();
    }

    private static Path file(String content) throws IOException {
        return Files.writeString(Files.createTempFile(directory, "ca", ".pem"), content);
    }

    private static void assertRefused(Path file) {
        String sentence = assertThrows(ConfigurationException.class, () -> PemTrust.read(file))
                .getMessage();
        assertTrue(sentence.matches("s3\\.store\\.cacert must be [^\n]+\\."), sentence);
    }
}
