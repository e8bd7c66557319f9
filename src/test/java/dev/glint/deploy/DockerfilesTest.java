package dev.glint.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DockerfilesTest {

    /** An official image by its bare name: there is no host, and no owner, in it. */
    private static final String OFFICIAL = "[a-z-]+:[a-z0-9.-]+";

    @ParameterizedTest
    @ValueSource(strings = {"jvm", "native"})
    void buildInOneStageAndRunInAnother(String kind) {
        Dockerfile file = read(kind);
        assertEquals(2, file.stages().size());
        List<String> from = file.all("FROM").map(stage -> stage.words().get(0)).toList();
        assertTrue(from.get(0).matches(OFFICIAL + "|\\$\\{BUILDER}"), from.get(0));
        assertTrue(from.get(1).matches(OFFICIAL), from.get(1));
        file.preamble().forEach(argument -> assertEquals(List.of("BUILDER"), argument.words(), "no default"));
        assertFalse(file.last().stream().anyMatch(instruction -> instruction.is("RUN")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jvm", "native"})
    void runAsNobody(String kind) {
        assertTrue(read(kind).only("USER").get(0).matches("[1-9]\\d{3,}:[1-9]\\d{3,}"));
        assertEquals(List.of("8080"), read(kind).only("EXPOSE"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jvm", "native"})
    void buildFromWhatThereIs(String kind) {
        List<String> paths = read(kind).contextPaths();
        assertTrue(paths.contains("pom.xml"));
        paths.forEach(path -> assertTrue(Files.exists(DeployFiles.ROOT.resolve(path)), path));
        Set<String> sent = DeployFiles.text("docker/Dockerfile." + kind + ".dockerignore")
                .lines()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .collect(Collectors.toSet());
        assertEquals(Set.copyOf(paths), sent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jvm", "native"})
    void setVariablesThatAreKnown(String kind) {
        Map<String, String> variables =
                new TreeMap<>(Map.of("S3_STORE_HOST", "localhost", "S3_STORE_BUCKET", "images"));
        read(kind)
                .all("ENV")
                .flatMap(instruction -> instruction.words().stream())
                .map(word -> word.split("=", 2))
                .forEach(variable -> variables.put(variable[0], variable[1]));
        assertTrue(variables.containsKey("MALLOC_ARENA_MAX"));
        Variables.check(variables);
    }

    @Test
    void takeTheExecutableByItsName() throws IOException {
        String pom = Files.readString(DeployFiles.ROOT.resolve("pom.xml"));
        Matcher project = Pattern.compile("<artifactId>(glint)</artifactId>\\s*<version>(.*?)</version>")
                .matcher(pom);
        assertTrue(project.find());
        String runner = "/src/target/" + project.group(1) + "-" + project.group(2) + "-runner";
        String copied = read("native").builtPaths().get(0);
        assertTrue(
                FileSystems.getDefault().getPathMatcher("glob:" + copied).matches(Path.of(runner)),
                copied + " " + runner);
    }

    @Test
    void startAJvmWithOptionsThatItKnows() {
        List<String> words = read("jvm").only("ENTRYPOINT");
        assertEquals("java", words.get(0));
        assertEquals(List.of("-jar", "quarkus-run.jar"), words.subList(words.size() - 2, words.size()));
        assertTrue(JavaOptions.areKnown(words.subList(1, words.size() - 2)));
    }

    @Test
    void giveBothTheSameHeap() {
        assertTrue(read("jvm").only("ENTRYPOINT").contains("-XX:MaxRAMPercentage=50"));
        assertTrue(read("native").only("ENTRYPOINT").contains("-XX:MaximumHeapSizePercent=50"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FROM a:1 AS build\nRUN x\n",
                "FROM a:1 AS build\nFROM b:1\nCOPPY x y\n",
                "FROM a:1 AS build\nFROM b:1\nUSER\n",
            })
    void aMistakeIsNoticed(String text) {
        assertThrows(IllegalArgumentException.class, () -> Dockerfile.parse(text));
    }

    @Test
    void aMissingUserIsNoticed() {
        Dockerfile file = Dockerfile.parse("FROM a:1 AS build\nUSER 1000:1000\nFROM b:1\nENTRYPOINT [\"x\"]\n");
        assertThrows(IllegalArgumentException.class, () -> file.only("USER"));
    }

    private static Dockerfile read(String kind) {
        return Dockerfile.parse(DeployFiles.text("docker/Dockerfile." + kind));
    }
}
