package dev.glint.testing;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.gaul.s3proxy.CrossOriginResourceSharing;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** An S3Proxy besides the embedded one, with settings that only some tests need. It starts without a bucket. */
public final class OwnS3Proxy implements AutoCloseable {

    public static final String ACCESS_KEY = "proxy";
    public static final String SECRET_KEY = "proxy-secret";

    private static final String LOCALHOST = "localhost";

    private final S3Proxy server;

    private OwnS3Proxy(S3Proxy.Builder builder, BlobStore objects) {
        try {
            server = builder.blobStore(objects).build();
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private OwnS3Proxy(S3Proxy.Builder builder) {
        this(
                builder,
                new FilesystemNio2BlobStore(
                        ScratchDirectory.create("s3proxy-objects").toString()));
    }

    /** Starts a server on a given port, with given keys. */
    public static OwnS3Proxy at(int port, String accessKey, String secretKey) {
        return new OwnS3Proxy(builder(port, accessKey, secretKey));
    }

    /** Starts a server with given keys for given objects. */
    static OwnS3Proxy checking(BlobStore objects, String accessKey, String secretKey) {
        return new OwnS3Proxy(builder(0, accessKey, secretKey), objects);
    }

    /** Starts a server for given objects that checks no signatures. */
    static OwnS3Proxy trusting(BlobStore objects) {
        return new OwnS3Proxy(S3Proxy.builder().endpoint(http(0)), objects);
    }

    /**
     * Starts a server with http and CORS for one origin. Its pages may send the headers of presigned URLs, and see only those
     * headers of an answer that a browser always shows.
     */
    public static OwnS3Proxy forPagesOf(String origin) {
        return new OwnS3Proxy(builder(0, ACCESS_KEY, SECRET_KEY)
                .corsRules(new CrossOriginResourceSharing(
                        List.of(Pattern.quote(origin)),
                        List.of("GET", "PUT"),
                        List.of(
                                "content-md5",
                                "content-type",
                                "if-none-match",
                                "x-amz-checksum-sha256",
                                "x-amz-meta-glint-upload"),
                        List.of(),
                        "")));
    }

    /** Starts a server with http and https, and buckets as subdomains of localhost. */
    public static OwnS3Proxy withVirtualHosts() {
        return new OwnS3Proxy(secureBuilder(LOCALHOST).virtualHost(LOCALHOST));
    }

    /** Starts a server with http and https, and all URLs below a path. */
    public static OwnS3Proxy below(String path) {
        return new OwnS3Proxy(secureBuilder(LOCALHOST).servicePath(path));
    }

    /** Starts a server with http and https, and the certificate of a host. */
    static OwnS3Proxy named(String host) {
        return new OwnS3Proxy(secureBuilder(host));
    }

    private static S3Proxy.Builder secureBuilder(String host) {
        return builder(0, ACCESS_KEY, SECRET_KEY)
                .secureEndpoint(URI.create("https://127.0.0.1:0"))
                .keyStore(Certificates.keyStore(host).toString(), Certificates.PASSWORD);
    }

    private static S3Proxy.Builder builder(int port, String accessKey, String secretKey) {
        return S3Proxy.builder()
                .endpoint(http(port))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, accessKey, secretKey);
    }

    private static URI http(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** The configuration of a store at an address of this server. */
    Map<String, String> configuration(String host) {
        Map<String, String> configuration = new HashMap<>();
        configuration.put("s3.store.host", host);
        configuration.put("s3.store.bucket", "images");
        configuration.put("s3.store.access-key", ACCESS_KEY);
        configuration.put("s3.store.secret-key", SECRET_KEY);
        return configuration;
    }

    public int port() {
        return server.getPort();
    }

    public int securePort() {
        return server.getSecurePort();
    }

    /** The certificate of all servers with https at localhost, in PEM. */
    public static Path certificate() {
        return Certificates.pem(LOCALHOST);
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
