package dev.glint.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Self-signed certificates for the hosts of tests, created when first needed. */
public final class Certificates {

    /** The password of every key store. */
    public static final String PASSWORD = "changeit";

    private static final Path DIRECTORY = Path.of("target", "certificates").toAbsolutePath();

    private static final Map<String, SSLContext> CONTEXTS = new ConcurrentHashMap<>();

    private Certificates() {}

    /** A key store in PKCS 12 with the key of a host. */
    public static synchronized Path keyStore(String host) {
        Path file = DIRECTORY.resolve(host + ".p12");
        if (!Files.exists(file)) {
            keytool("-genkeypair -alias %s -keyalg EC -dname CN=%s -ext san=dns:%s -storetype PKCS12 -validity 3650"
                            .formatted(host, host, host)
                    + " -keystore " + file);
        }
        return file;
    }

    /** The certificate of a host as PEM. */
    public static synchronized Path pem(String host) {
        Path file = DIRECTORY.resolve(host + ".pem");
        if (!Files.exists(file)) {
            keytool("-exportcert -rfc -alias " + host + " -keystore " + keyStore(host) + " -file " + file);
        }
        return file;
    }

    /** The TLS context of a server at a host, and of a client that trusts only this server. */
    public static SSLContext context(String host) {
        return CONTEXTS.computeIfAbsent(host, Certificates::newContext);
    }

    private static SSLContext newContext(String host) {
        try (InputStream in = Files.newInputStream(keyStore(host))) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
            own.init(keys, PASSWORD.toCharArray());
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(host, keys.getCertificate(host));
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void keytool(String arguments) {
        try {
            Files.createDirectories(DIRECTORY);
            String keytool =
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
            Process process = new ProcessBuilder((keytool + " -storepass " + PASSWORD + " " + arguments).split(" "))
                    .redirectErrorStream(true)
                    .redirectOutput(DIRECTORY.resolve("keytool.log").toFile())
                    .start();
            if (!process.waitFor(300, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException("keytool failed; see target/certificates/keytool.log");
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
