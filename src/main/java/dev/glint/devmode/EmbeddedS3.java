package dev.glint.devmode;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gaul.s3proxy.CrossOriginResourceSharing;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;

/** An S3 server in this process, on a free port of the loopback interface, with its objects as files in a directory. */
final class EmbeddedS3 {

    static final String BUCKET = "images";
    static final String ACCESS_KEY = "glint";
    static final String SECRET_KEY = "glint-embedded-secret";

    /** All pages may use the server: it listens on the loopback interface, and takes signed requests only. */
    private static final CrossOriginResourceSharing ANY_PAGE =
            new CrossOriginResourceSharing(List.of(".*"), List.of("GET", "PUT"), List.of("*"), List.of("ETag"), "");

    private EmbeddedS3() {}

    /**
     * Starts a server that lives as long as the process, and answers its address. Objects of an earlier one are still there.
     *
     * @param directory an absolute path: in a relative one the server does not find the parts of an upload
     */
    static URI start(Path directory) {
        try {
            FilesystemNio2BlobStore files = new FilesystemNio2BlobStore(
                    Files.createDirectories(directory).toString());
            if (!Files.isDirectory(directory.resolve(BUCKET))) {
                files.createContainer(
                        CreateBucketRequest.builder().bucket(BUCKET).build());
            }
            S3Proxy server = S3Proxy.builder()
                    .endpoint(URI.create("http://127.0.0.1:0"))
                    .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ACCESS_KEY, SECRET_KEY)
                    .blobStore(files)
                    .corsRules(ANY_PAGE)
                    .build();
            server.start();
            return URI.create("http://127.0.0.1:" + server.getPort());
        } catch (Exception e) {
            throw new IllegalStateException("The embedded S3 server does not start: " + e.getMessage(), e);
        }
    }
}
