package dev.glint.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the inspector asks for, and when it knows. */
class FormatInspectorTest {

    private static final long LARGE = 1L << 40;
    private static final int AFTER_ISO = 34 * 1024;

    private final FormatInspector inspector = new FormatInspector();

    private void pass(String name, String edits, int length) {
        inspector.update(EditedImage.of(name, edits), 0, length);
    }

    private Optional<String> earlyDanger() {
        return inspector.early().orElseThrow().danger();
    }

    @Test
    void rawImageIsKnownAfterItsFirst34KiB() {
        inspector.update(new byte[AFTER_ISO - 1], 0, AFTER_ISO - 1);
        assertEquals(AFTER_ISO - 1, inspector.wanted(LARGE));
        inspector.update(new byte[1], 0, 1);
        assertEquals(LARGE, inspector.wanted(LARGE), "nothing more is wanted");
        ImageFormat early = new ImageFormat("raw", OptionalLong.empty(), Optional.empty());
        assertEquals(Optional.of(early), inspector.early(), "but for the size of the disk, which comes later");
        inspector.skipTo(LARGE);
        assertEquals(new ImageFormat("raw", OptionalLong.of(LARGE), Optional.empty()), inspector.finish());
    }

    @Test
    void nothingIsWantedBetweenTheHeaderAndTheDescriptorOfAnIso() {
        inspector.update(new byte[Head.LENGTH], 0, Head.LENGTH);
        assertEquals(32 * 1024, inspector.wanted(LARGE));
    }

    @Test
    void dangerIsTold34KiBIntoAnImage() {
        pass("qcow2", "8=0000000000000070 ; grow 65536", AFTER_ISO - 1);
        assertEquals(Optional.empty(), inspector.early(), "it may be an ISO as well");
        inspector.update(new byte[1], 0, 1);
        assertEquals(Optional.of("The qcow2 header names a backing file."), earlyDanger());
    }

    @Test
    void dangerOfAFooterIsToldAtTheEnd() {
        byte[] image = EditedImage.of("vmdk-stream", "15388=02 ; grow 65536");
        inspector.update(image, 0, image.length);
        assertEquals(Optional.empty(), inspector.early());
        assertTrue(inspector.finish().danger().isPresent());
    }

    @Test
    void footerIsNotReadWhereTheDescriptorIsUnsafe() {
        pass("vmdk-stream", "replace disk.vmdk => /etc/passwd ; grow 65536", 65_536);
        assertEquals(Optional.of("An extent of the VMDK names a path or a device."), earlyDanger());
        assertEquals(LARGE, inspector.wanted(LARGE));
    }

    @Test
    void bytesThatAreWantedCannotBeSkipped() {
        assertThrows(IllegalArgumentException.class, () -> inspector.skipTo(1));
        pass("vhdx", "-", 40_000);
        inspector.skipTo(192 * 1024);
        assertThrows(IllegalArgumentException.class, () -> inspector.skipTo(192 * 1024 + 1));
        assertThrows(IllegalArgumentException.class, () -> inspector.skipTo(0));
    }

    @Test
    void imageWhoseLastSectorsWereSkippedIsNotTakenForSafe() {
        pass("vmdk-stream", "-", 12_000);
        inspector.skipTo(16_000);
        pass("zeros", "-", 384);
        assertEquals(
                Optional.of("The image ends before its vmdk metadata does."),
                inspector.finish().danger());
    }

    @ParameterizedTest
    @CsvSource({
        "empty, ''",
        "text, 0+6",
        "zeros, 0+4096",
        "mbr, 0+65536",
        "qcow2, 0+1024",
        "vmdk, 0+65536",
        "vmdk-stream, 0+16384",
        "vhdx, 0+65536 196608+65536 1048576+65536 1114112+8",
    })
    void rangesAreFewAndOnlyThoseThatMatter(String name, String expected) throws IOException {
        assertEquals(expected, ranges(ComposedImages.named(name)));
    }

    @Test
    void footerOfALargeImageIsReadByItself() throws IOException {
        byte[] stream = ComposedImages.named("vmdk-stream");
        byte[] image = Arrays.copyOf(stream, 1 << 20);
        System.arraycopy(stream, stream.length - 1536, image, image.length - 1536, 1536);
        assertEquals("0+65536 1047040+1536", ranges(image));
        assertTrue(Feeding.ranges(image).safe());
    }

    private static String ranges(byte[] image) throws IOException {
        List<String> ranges = new ArrayList<>();
        FormatInspector.inspect(image.length, (offset, length) -> {
            ranges.add(offset + "+" + length);
            return ByteBuffer.wrap(image, (int) offset, length);
        });
        return String.join(" ", ranges);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4095, 4097})
    void rangeOfAnotherLengthThanAskedForIsAFailure(int length) {
        assertThrows(
                IOException.class, () -> FormatInspector.inspect(4096, (offset, asked) -> ByteBuffer.allocate(length)));
    }

    @Test
    void failureToReadARangeReachesTheCaller() {
        IOException failure = new IOException("S3 is down");
        assertEquals(
                failure,
                assertThrows(
                        IOException.class,
                        () -> FormatInspector.inspect(1, (offset, length) -> {
                            throw failure;
                        })));
    }

    @Test
    void positionInTheBufferMovesToItsLimit() {
        ByteBuffer bytes = ByteBuffer.allocate(2000).position(10).limit(1500);
        inspector.update(bytes);
        assertEquals(1500, bytes.position());
        assertEquals(OptionalLong.of(1490), inspector.finish().virtualSize());
    }
}
