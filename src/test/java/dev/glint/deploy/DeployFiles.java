package dev.glint.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of {@code deploy/}, under their names below it; but the upload page has tests of its own. */
final class DeployFiles {

    /** Of the repository. */
    static final Path ROOT = Path.of("").toAbsolutePath();

    private static final Path FOLDER = ROOT.resolve("deploy");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** A program of its own, with tests of its own. */
    private static final Path PAGE = FOLDER.resolve("upload-page");

    private DeployFiles() {}

    static List<String> names() {
        try (Stream<Path> paths = Files.walk(FOLDER)) {
            return paths.filter(path -> Files.isRegularFile(path) && !path.startsWith(PAGE))
                    .map(path -> FOLDER.relativize(path).toString())
                    .filter(name -> !name.startsWith("upload-page/"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(String name) {
        try {
            return Files.readString(FOLDER.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One JSON document, in which no key stands twice. */
    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** The documents of a YAML file, in which no key stands twice. */
    static List<JsonNode> yaml(String text) {
        return LongFormYaml.documents(text).map(JSON::<JsonNode>valueToTree).toList();
    }
}
