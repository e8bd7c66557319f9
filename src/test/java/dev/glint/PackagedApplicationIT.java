package dev.glint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.glint.testing.PackagedApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged application: what it contains, and how it refuses to start. */
@Execution(ExecutionMode.CONCURRENT)
class PackagedApplicationIT {

    private static final Path APPLICATION = Path.of(System.getProperty("application.directory"));
    private static final long PATIENCE_SECONDS = 300;

    @TempDir
    Path directory;

    @Test
    void applicationHasNoClassesOfTheEmbeddedServer() throws IOException {
        List<String> classes = entries();
        assertTrue(
                classes.contains("dev/glint/function/ImageFunctions.class"), "the jars are those of the application");
        assertEquals(
                List.of(),
                classes.stream()
                        .filter(name -> name.startsWith("org/gaul/")
                                || name.startsWith("org/eclipse/jetty/")
                                || name.startsWith("io/smallrye/openapi/")
                                || name.startsWith("dev/glint/devmode/")
                                || name.startsWith("dev/glint/testing/"))
                        .toList());
    }

    @Test
    void applicationHasNoConfigSourceOfItsOwn() throws IOException {
        for (Path jar : jars()) {
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                boolean ours = zip.getEntry("dev/glint/store/ImageStore.class") != null;
                assertFalse(
                        ours
                                && zip.getEntry("META-INF/services/org.eclipse.microprofile.config.spi.ConfigSource")
                                        != null,
                        jar.toString());
            }
        }
    }

    @Test
    void listOfPublicSuffixesIsNotInTheJars() throws IOException {
        List<String> entries = entries();
        assertTrue(entries.contains("org/apache/http/conn/util/PublicSuffixMatcherLoader.class"), "it would read that");
        assertFalse(entries.contains("mozilla/public-suffix-list.txt"));
    }

    @Test
    @Tag("aot-jar")
    void tableOfServicesIsOurs() throws IOException {
        List<Path> with = new ArrayList<>();
        for (Path jar : jars()) {
            if (entries(jar).contains("software/amazon/awssdk/regions/GeneratedServiceMetadataProvider.class")) {
                with.add(jar);
            }
        }
        assertEquals(1, with.size(), with.toString());
        assertTrue(entries(with.get(0)).contains("dev/glint/function/ImageFunctions.class"), with.toString());
        assertTrue(
                entries().contains("software/amazon/awssdk/regions/internal/MetadataLoader.class"), "the SDK asks it");
    }

    private static List<String> entries() throws IOException {
        List<String> names = new ArrayList<>();
        for (Path jar : jars()) {
            names.addAll(entries(jar));
        }
        return names;
    }

    private static List<String> entries(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream().map(ZipEntry::getName).toList();
        }
    }

    private static List<Path> jars() throws IOException {
        assumeFalse(PackagedApplication.isNative(), "an executable has no jars to look into");
        try (Stream<Path> files = Files.walk(APPLICATION)) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "s3.store.host, -",
                "s3.store.host, https://user:hush@host",
                "s3.store.bucket, -",
                "s3.store.secret-key, -",
                "s3.store.part-size, 1M",
                "s3.store.part-size, eight",
                "s3.store.deadline, soon",
                "s3.store.create-bucket-on-put, maybe",
                "s3.store.cacert, /does/not/exist",
                "image.source.allowed-schemes, ftp",
                "image.source.allowed-ports, https",
                "image.source.proxy, http://user:hush@proxy",
                "glint.events.sink, http://user:hush@sink",
                "glint.events.sink, news",
                "glint.events.delivery, hush",
            })
    void wrongKeyPreventsTheStartAndIsNamedInOneSentence(String key, String value) throws Exception {
        Map<String, String> values = new TreeMap<>(Map.of(
                "s3.store.host", "https://s3.test",
                "s3.store.bucket", "images",
                "s3.store.access-key", "AKIAHUSH",
                "s3.store.secret-key", "hush"));
        values.remove(key);
        if (value != null) {
            values.put(key, value);
        }
        assertOneSentence(key, values);
    }

    @ParameterizedTest
    @CsvSource({
        "glint.access.required, glint.access.required=true",
        "glint.access.required, glint.access.required=hush",
        "glint.access, glint.access.add=hush",
        "glint.access, glint.access.prefix-claim=hush",
        "mp.jwt.verify.issuer, mp.jwt.verify.publickey.location=https://issuer.test",
        "mp.jwt.verify.publickey.location, mp.jwt.verify.publickey.location=/does/not/exist/hush mp.jwt.verify.issuer=hush",
        "mp.jwt.verify.publickey, mp.jwt.verify.publickey=hush mp.jwt.verify.issuer=hush"
    })
    void wrongAccessRulesPreventTheStart(String key, String settings) throws Exception {
        Map<String, String> values =
                new TreeMap<>(Map.of("s3.store.host", "https://s3.test", "s3.store.bucket", "images"));
        for (String setting : settings.split(" ")) {
            values.put(setting.split("=")[0], setting.split("=")[1]);
        }
        assertOneSentence(key, values);
    }

    private void assertOneSentence(String key, Map<String, String> values) throws Exception {
        List<String> output = start(values);
        assertEquals(1, output.size(), () -> String.join("\n", output));
        assertTrue(output.get(0).matches(".*\\b" + Pattern.quote(key) + "\\b.+[^.]\\."), output.get(0));
        for (String secret : List.of("hush", "AKIA", "Exception")) {
            assertFalse(output.get(0).contains(secret), output.get(0));
        }
    }

    /** Starts the application, expects it to fail, and returns what it printed. */
    private List<String> start(Map<String, String> values) throws Exception {
        Path log = directory.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(PackagedApplication.command(values))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.matches("(S3_|IMAGE_|QUARKUS_|JAVA_TOOL_).*"));
        Process process = builder.start();
        try {
            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "it started");
            assertNotEquals(0, process.exitValue());
            return Files.readAllLines(log).stream()
                    .filter(line -> !line.isBlank())
                    .toList();
        } finally {
            process.destroyForcibly();
        }
    }
}
