package dev.glint.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.image.DiskFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the inspector to a table of images and what they are. */
class VerdictsTest {

    private static final Path TABLE = Path.of("src", "test", "resources", "format", "verdicts.txt");

    record Row(String image, String edits, ImageFormat expected) {

        static Row parse(String line) {
            String[] cells = line.split(" +\\| +");
            OptionalLong size = cells[3].equals("-") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(cells[3]));
            Optional<String> danger = Optional.of(cells[4]).filter(text -> !text.equals("safe"));
            return new Row(cells[0], cells[1], new ImageFormat(cells[2], size, danger));
        }
    }

    static List<Row> rows() throws IOException {
        try (Stream<String> lines = Files.lines(TABLE)) {
            return lines.filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Row::parse)
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void imageIsWhatTheTableSays(Row row) throws IOException {
        byte[] image = EditedImage.of(row.image(), row.edits());
        assertEquals(row.expected(), Feeding.whole(image), "at once");
        assertEquals(row.expected(), Feeding.chunks(image, 4096), "in chunks");
        assertEquals(row.expected(), Feeding.ranges(image), "by ranges");
        assertEquals(row.expected().safe(), row.expected().danger().isEmpty());
    }

    @Test
    void tableHasEveryFormatByItsName() throws IOException {
        Set<String> names = rows().stream().map(row -> row.expected().name()).collect(Collectors.toSet());
        names.removeIf(name -> name.contains(","));
        assertEquals(Set.copyOf(DiskFormat.NAMES), names);
    }

    @Test
    void tableHasEveryComposedImageAsItIs() throws IOException {
        List<String> unedited = rows().stream()
                .filter(row -> row.edits().equals("-"))
                .map(Row::image)
                .toList();
        ComposedImages.names().forEach(name -> assertTrue(unedited.contains(name), name));
    }
}
