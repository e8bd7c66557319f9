package dev.glint.testing;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** A real S3 server at two addresses: one checks signatures, as usual, and one does not. */
public final class TwoFacedS3Proxy implements AutoCloseable {

    public static final String ACCESS_KEY = "glint";
    public static final String SECRET_KEY = "glint-test-secret";

    private final Path directory = ScratchDirectory.create("s3-behind-faults");
    private final OwnS3Proxy checking;
    private final OwnS3Proxy trusting;

    public TwoFacedS3Proxy() {
        BlobStore files = new FilesystemNio2BlobStore(directory.toString());
        checking = OwnS3Proxy.checking(files, ACCESS_KEY, SECRET_KEY);
        trusting = OwnS3Proxy.trusting(files);
    }

    /** The configuration of an application that uses a bucket of this server. */
    public Map<String, String> configuration(String bucket) {
        return Map.of(
                "s3.store.host",
                uri().toString(),
                "s3.store.bucket",
                bucket,
                "s3.store.access-key",
                ACCESS_KEY,
                "s3.store.secret-key",
                SECRET_KEY);
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + checking.port());
    }

    public URI trustingUri() {
        return URI.create("http://127.0.0.1:" + trusting.port());
    }

    @Override
    public void close() {
        checking.close();
        trusting.close();
        removeBucket("");
    }

    /** Removes a bucket with all its contents, also files that the server does not know any more. */
    public void removeBucket(String name) {
        ScratchDirectory.remove(directory.resolve(name));
    }
}
