package dev.glint.compression;

import static dev.glint.image.StoreFailure.Kind.SOURCE_REJECTED;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.glint.testing.Packed;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Members with every kind of header and with wrong checksums. What comes out is "hello". */
@Timeout(60)
class GzipStreamTest {

    private static final byte[] HELLO = "hello".getBytes();
    /** The deflated bytes in one block that is not compressed, the CRC and the size. */
    private static final String BODY = "01 0500 faff 68656c6c6f 86a61036 05000000";

    private final Decoding decoding = new Decoding();

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "nothing, 1f8b 08 00 00000000 00 ff",
        "time and system, 1f8b 08 01 12345678 02 03",
        "extra field, 1f8b 08 04 00000000 00 ff 0500 0102030405",
        "empty extra field, 1f8b 08 04 00000000 00 ff 0000",
        "name, 1f8b 08 08 00000000 00 ff 61622e696d6700",
        "comment, 1f8b 08 10 00000000 00 ff 6100",
        "header crc, 1f8b 08 02 00000000 00 ff 90c9",
        "everything, 1f8b 08 1e 00000000 00 ff 0100 aa 6100 6200 112b"
    })
    void headerIsRead(String what, String header) {
        assertArrayEquals(HELLO, decoding.read("gzip", bytes(header + BODY)), what);
    }

    @ParameterizedTest
    @CsvSource({
        "header crc, 1f8b 08 02 00000000 00 ff c199 01 0500 faff 68656c6c6f 86a61036 05000000",
        "method, 1f8b 07 00 00000000 00 ff 01 0500 faff 68656c6c6f 86a61036 05000000",
        "reserved flag, 1f8b 08 20 00000000 00 ff 01 0500 faff 68656c6c6f 86a61036 05000000",
        "block type, 1f8b 08 00 00000000 00 ff 07 0500 faff 68656c6c6f 86a61036 05000000",
        "block length, 1f8b 08 00 00000000 00 ff 01 0500 fafe 68656c6c6f 86a61036 05000000",
        "content, 1f8b 08 00 00000000 00 ff 01 0500 faff 68656c6c6e 86a61036 05000000",
        "crc, 1f8b 08 00 00000000 00 ff 01 0500 faff 68656c6c6f 86a61037 05000000",
        "size, 1f8b 08 00 00000000 00 ff 01 0500 faff 68656c6c6f 86a61036 05000001"
    })
    void whatIsWrongIsFound(String what, String member) {
        decoding.failure(SOURCE_REJECTED, "gzip", bytes(member));
    }

    /** Also where a member ends at the end of what has been read at a time. */
    @ParameterizedTest
    @ValueSource(ints = {16 * 1024, 64 * 1024})
    void memberMayEndAnywhereInTheBuffer(int buffer) {
        for (int name = buffer - 60; name < buffer; name++) {
            String padding = "61".repeat(name);
            byte[] source =
                    bytes("1f8b 08 08 00000000 00 ff " + padding + "00" + BODY + "1f8b 08 00 00000000 00 ff" + BODY);
            assertArrayEquals("hellohello".getBytes(), decoding.read("gzip", source));
        }
    }

    @Test
    void manyEmptyMembersAreAnEmptyImage() {
        String member = HexFormat.of().formatHex(Packed.of("gzip", new byte[0]));
        assertArrayEquals(new byte[0], decoding.read("gzip", bytes(member.repeat(20_000))));
    }
}
