package dev.glint.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.s3.model.BucketLifecycleConfiguration;
import software.amazon.awssdk.services.s3.model.CORSConfiguration;

/** Every file of {@code deploy/} is read by what knows its kind; a file of no known kind is an error. */
class ManifestsTest {

    private static final Map<String, Consumer<String>> READERS = Map.of(
            "knative/*.yaml",
            KnativeManifests::read,
            "lambda/*.yaml",
            text -> Template.read(text, Map.of("ImageBucket", "images")),
            "docker/Dockerfile.{jvm,native}",
            Dockerfile::parse,
            "docker/Dockerfile.{jvm,native}.dockerignore",
            ManifestsTest::readIgnored,
            "upload.sh",
            UploadScript::parse,
            "iam/{add,get-size,get-presigned,delete,policy,bucket-policy}.json",
            text -> PolicyDocument.read(DeployFiles.json(text)),
            "iam/lifecycle.json",
            text -> SdkModels.read(DeployFiles.json(text), BucketLifecycleConfiguration.builder()),
            "iam/cors.json",
            text -> SdkModels.read(DeployFiles.json(text), CORSConfiguration.builder()));

    static List<String> files() {
        return DeployFiles.names();
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyFileIsOfAKnownKind(String name) {
        List<Consumer<String>> readers = readers(name).toList();
        assertEquals(1, readers.size(), "readers of " + name);
        readers.get(0).accept(DeployFiles.text(name));
    }

    @Test
    void aFileOfNoKnownKindIsNoticed() {
        assertEquals(0, readers("knative/notes.txt").count());
        assertEquals(0, readers("iam/everything.json").count());
    }

    @Test
    void aKeyThatStandsTwiceIsNoticed() {
        assertThrows(IllegalArgumentException.class, () -> DeployFiles.json("{\"Version\": 1, \"Version\": 2}"));
        assertThrows(RuntimeException.class, () -> DeployFiles.yaml("kind: Broker\nkind: Trigger\n"));
    }

    private static Stream<Consumer<String>> readers(String name) {
        return READERS.entrySet().stream()
                .filter(reader -> FileSystems.getDefault()
                        .getPathMatcher("glob:" + reader.getKey())
                        .matches(Path.of(name)))
                .map(Map.Entry::getValue);
    }

    private static void readIgnored(String text) {
        List<String> lines = text.lines().filter(line -> !line.startsWith("#")).toList();
        assertEquals("*", lines.get(0), "nothing but what is named");
        lines.stream().skip(1).forEach(line -> assertEquals('!', line.charAt(0)));
    }
}
