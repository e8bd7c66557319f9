package dev.glint.compression;

import static dev.glint.image.StoreFailure.Kind.INVALID_REQUEST;
import static dev.glint.image.StoreFailure.Kind.TOO_LARGE;

import dev.glint.image.HashAlgorithm;
import dev.glint.image.StoreFailure;
import dev.glint.source.Cancellation;
import dev.glint.source.HttpSources;
import dev.glint.source.ImageContent;
import dev.glint.source.ImageSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import java.util.Objects;

/** The list of checksums that a vendor publishes beside its images. It is fetched as a source is. */
public final class PublishedChecksums {

    private static final int LARGEST = 1 << 20;

    private final ImageSource list;
    private final String path;

    private PublishedChecksums(ImageSource list, String path) {
        this.list = list;
        this.path = path;
    }

    /**
     * The list at a URL. It is fetched when it is needed.
     *
     * @param source the URL of the image, which has been checked
     * @throws StoreFailure {@code INVALID_REQUEST} or {@code SOURCE_REFUSED}
     */
    public static PublishedChecksums of(HttpSources sources, String url, String source) {
        String path = Objects.requireNonNullElse(URI.create(source).getPath(), "");
        if (path.isEmpty() || path.endsWith("/")) {
            throw INVALID_REQUEST.because(
                    "The field source must end with the name of a file if checksumsUrl is given.");
        }
        try {
            return new PublishedChecksums(sources.source("checksumsUrl", url, false), path);
        } catch (StoreFailure failure) {
            throw failure.kind() == INVALID_REQUEST ? failure : ofList(failure);
        }
    }

    /**
     * Fetches the list, and adds to what is said about the source the hash that it has there: its SHA-512, else its SHA-256.
     *
     * @throws StoreFailure as a source fails; {@code SOURCE_REJECTED} also if the list has no such hash, {@code TOO_LARGE} if it has
     *     more than 1 MiB
     */
    public SourceForm complete(SourceForm form, Cancellation cancellation) {
        Map<HashAlgorithm, String> found = find(cancellation);
        HashAlgorithm strongest = found.containsKey(HashAlgorithm.SHA512) ? HashAlgorithm.SHA512 : HashAlgorithm.SHA256;
        return form.withHash(strongest, found.get(strongest));
    }

    private Map<HashAlgorithm, String> find(Cancellation cancellation) {
        try (ImageContent content = list.open(cancellation)) {
            checkSize(content.length().orElse(0));
            content.observedBy((bytes, offset, count) -> checkSize(content.position()));
            FetchedDigests digests = new FetchedDigests();
            digests.expect(content.vouched());
            return new ChecksumsReader(path).read(new FetchedStream(content, digests));
        } catch (StoreFailure failure) {
            cancellation.check();
            throw ofList(failure);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void checkSize(long bytes) {
        if (bytes > LARGEST) {
            throw TOO_LARGE.because("It has more than %d bytes.", LARGEST);
        }
    }

    /** What is said about a source is said about the list. */
    private static StoreFailure ofList(StoreFailure failure) {
        String reason = failure.getMessage();
        return new StoreFailure(
                failure.kind(),
                "The file at checksumsUrl cannot be used: " + Character.toLowerCase(reason.charAt(0))
                        + reason.substring(1),
                failure.getCause());
    }
}
