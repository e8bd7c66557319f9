package dev.glint.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The outputs of the build, and those that the JVM image copies. */
class BuildOutputsIT {

    private static final Pattern COPIED = Pattern.compile("COPY --from=build /src/target/quarkus-app/(\\S+)");

    @Test
    void jvmImageCopiesTheWholeApplication() throws IOException {
        Path application = DeployFiles.ROOT.resolve("target/quarkus-app");
        assumeTrue(Files.isDirectory(application), "other builds make other things");
        try (Stream<Path> outputs = Files.list(application)) {
            Set<String> made = outputs.map(path -> path.getFileName().toString())
                    // A list for readers only.
                    .filter(name -> !name.endsWith("-dependencies.txt"))
                    .collect(Collectors.toCollection(TreeSet::new));
            Set<String> copied = COPIED.matcher(DeployFiles.text("docker/Dockerfile.jvm"))
                    .results()
                    .map(copy -> copy.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(made, copied);
        }
    }
}
