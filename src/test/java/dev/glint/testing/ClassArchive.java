package dev.glint.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The classes of the packaged application, as a JVM keeps them after a call of each function. The tests start about a hundred JVMs,
 * and each of them takes half the time for its start and its first call with that. Each process of tests makes it once.
 */
final class ClassArchive {

    private static final String BUCKET = "archive";
    private static final int IN_PARTS = 8 * 1024 * 1024 + 1;
    private static final Path FILE = Path.of("target", "application.jsa").toAbsolutePath();

    private static final List<String> OPTIONS = PackagedApplication.isNative() ? List.of() : make();

    private ClassArchive() {}

    /** Options of a JVM, and the one that lets it use the archive. */
    static String[] besides(String... options) {
        return join(options, OPTIONS);
    }

    private static String[] join(String[] options, List<String> more) {
        return Stream.concat(Stream.of(options), more.stream()).toArray(String[]::new);
    }

    private static List<String> make() {
        SourceServer source = new SourceServer();
        try (TwoFacedS3Proxy s3 = new TwoFacedS3Proxy();
                PlainS3 bucket =
                        new PlainS3(s3.uri(), TwoFacedS3Proxy.ACCESS_KEY, TwoFacedS3Proxy.SECRET_KEY, BUCKET)) {
            bucket.client().createBucket(request -> request.bucket(BUCKET));
            Map<String, String> configuration = new HashMap<>(source.start());
            configuration.putAll(s3.configuration(BUCKET));
            Files.deleteIfExists(FILE);
            PackagedApplication application = new PackagedApplication(
                    configuration,
                    Map.of(),
                    PackagedApplication.NOBODY,
                    join(PackagedApplication.SHORT_LIVED, List.of("-XX:ArchiveClassesAtExit=" + FILE)));
            Functions functions = application.functions();
            String url = configuration.get("test.source.url") + "/bytes/" + IN_PARTS;
            functions.call("add", "imageId", "small", "data", "AAEC").ok();
            functions.call("add", "imageId", "large", "source", url).ok();
            for (String function : List.of("get-size", "get-presigned", "delete")) {
                functions.call(function, "imageId", "large").ok();
            }
            application.awaitReady();
            application.close();
            application.process().waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            source.stop();
        }
        // Not every JVM can make one.
        return Files.exists(FILE) ? List.of("-XX:SharedArchiveFile=" + FILE) : List.of();
    }
}
