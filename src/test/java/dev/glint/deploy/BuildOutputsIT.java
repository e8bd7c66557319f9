package dev.glint.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The containers take what the build makes, once it has been made. */
class BuildOutputsIT {

    private static final String BUILT = "/src/target/";

    @Test
    void allOfTheApplicationIsCopied() throws IOException {
        Path application = DeployFiles.ROOT.resolve("target/quarkus-app");
        assumeTrue(Files.isDirectory(application), "other builds make other things");
        try (Stream<Path> outputs = Files.list(application)) {
            Set<String> made = outputs.map(path -> BUILT + "quarkus-app/" + path.getFileName())
                    // A list for people.
                    .filter(path -> !path.endsWith("-dependencies.txt"))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(
                    made,
                    new TreeSet<>(Dockerfile.parse(DeployFiles.text("docker/Dockerfile.jvm"))
                            .builtPaths()));
        }
    }
}
