package dev.glint;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks the code against the diagram in the documentation of the root package. */
class ArchitectureTest {

    /** From top to bottom: a package may import those below it. */
    private static final List<String> PACKAGES = List.of(
            "function",
            "access",
            "sink",
            "store",
            "direct",
            "exclusive",
            "s3",
            "compression",
            "transfer",
            "source",
            "config",
            "format",
            "image");

    private static final Path MAIN = Path.of("src", "main", "java", "dev", "glint");
    private static final double LARGEST_SHARE = 0.25;
    private static final int MOST_LINES = 200;

    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("dev.glint");

    private static String[] packages(List<String> names) {
        return names.stream().map(name -> "dev.glint." + name + "..").toArray(String[]::new);
    }

    static List<String> layers() {
        return PACKAGES;
    }

    @ParameterizedTest
    @MethodSource("layers")
    void noPackageImportsOneAboveIt(String name) {
        List<String> above = PACKAGES.subList(0, PACKAGES.indexOf(name));
        noClasses()
                .that()
                .resideInAnyPackage(packages(List.of(name)))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages(above))
                .allowEmptyShould(above.isEmpty())
                .check(CLASSES);
    }

    @Test
    void noPackageImportsOneThatOnlySomeBuildsHave() {
        noClasses()
                .that()
                .resideInAnyPackage(packages(PACKAGES))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages(List.of("lambda", "tracing", "devmode", "executable")))
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.glint.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyStorePackagesUseTheSdkOfS3() {
        noClasses()
                .that()
                .resideOutsideOfPackages(packages(List.of("s3", "exclusive", "direct", "store", "devmode", "tracing")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon.awssdk..")
                .check(CLASSES);
    }

    @Test
    void onlyFunctionPackagesUseFunqy() {
        noClasses()
                .that()
                .resideOutsideOfPackages(packages(List.of("function", "lambda")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.quarkus.funqy..")
                .check(CLASSES);
    }

    /** It would be made while a native executable is built, and memory of that process means nothing to another. */
    @Test
    void noStaticFieldHoldsABuffer() {
        noFields()
                .that()
                .areStatic()
                .should()
                .haveRawType(assignableTo(Buffer.class))
                .orShould()
                .haveRawType(assignableTo(ByteBuffer.class))
                .check(CLASSES);
    }

    @Test
    void everyPackageIsInTheDiagram() {
        Set<String> packages = CLASSES.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
        Set<String> expected =
                new HashSet<>(PACKAGES.stream().map(name -> "dev.glint." + name).toList());
        expected.addAll(List.of(
                "dev.glint", "dev.glint.devmode", "dev.glint.lambda", "dev.glint.tracing", "dev.glint.executable"));
        packages.removeAll(expected);
        assertEquals(Set.of(), packages);
    }

    @ParameterizedTest
    @MethodSource("layers")
    void noPackageHasMoreThanAQuarterOfTheLines(String name) throws IOException {
        double share = (double) lines(MAIN.resolve(name)) / lines(MAIN);
        assertTrue(share <= LARGEST_SHARE, () -> name + " has " + Math.round(100 * share) + " % of all lines");
    }

    @ParameterizedTest
    @MethodSource("layers")
    void everyPackageHasADescription(String name) {
        assertTrue(Files.exists(MAIN.resolve(name).resolve("package-info.java")));
    }

    @Test
    void noFileHasMoreThanTwoHundredLines() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            for (Path source : sources) {
                assertTrue(Files.readAllLines(source).size() <= MOST_LINES, source.toString());
            }
        }
    }

    private static long lines(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            long lines = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                lines += Files.readAllLines(file).size();
            }
            return lines;
        }
    }
}
