package dev.glint.deploy;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Dockerfiles agree with the application and its build. */
class ContainerImagesTest {

    private static final Pattern FLAG = Pattern.compile("-XX:[+-]?(\\w+)");

    /** The percentage of a container's memory that is heap. */
    static int heapPercentage() {
        return Integer.parseInt(find("-XX:MaxRAMPercentage=(\\d+)", dockerfile("jvm")));
    }

    @Test
    void bothImagesHaveTheSameHeapPercentage() throws IOException {
        assertEquals(heapPercentage(), Integer.parseInt(find("-R:MaximumHeapSizePercent=(\\d+)", pom())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker/Dockerfile.jvm", "lambda/template.yaml", "lambda/http-api.yaml"})
    void jvmFlagsInTheDockerfilesExist(String file) {
        HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        Matcher flags = FLAG.matcher(DeployFiles.text(file));
        assertTrue(flags.find(), file);
        do {
            String flag = flags.group(1);
            assertDoesNotThrow(() -> jvm.getVMOption(flag));
        } while (flags.find());
    }

    @Test
    void nativeImageCopiesTheExecutableByItsName() throws IOException {
        String version = find("<artifactId>glint</artifactId>\\s*<version>(.*?)</version>", pom());
        String executable = find("COPY --from=build /src/target/(\\S+)", dockerfile("native"));
        assertTrue(FileSystems.getDefault()
                .getPathMatcher("glob:" + executable)
                .matches(Path.of("glint-" + version + "-runner")));
    }

    private static String pom() throws IOException {
        return Files.readString(DeployFiles.ROOT.resolve("pom.xml"));
    }

    private static String dockerfile(String kind) {
        return DeployFiles.text("docker/Dockerfile." + kind);
    }

    private static String find(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertTrue(matcher.find(), pattern);
        return matcher.group(1);
    }
}
