package dev.glint.source;

import static dev.glint.image.HashAlgorithm.SHA512;
import static dev.glint.image.StoreFailure.Kind.SOURCE_FAILED;
import static dev.glint.image.StoreFailure.Kind.SOURCE_REJECTED;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.image.DeclaredContent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of the body of an answer over plain http. */
@Timeout(60)
class FramingTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nContent-Length: 5\r\n\r\n12345",
                "HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\n12345",
                "HTTP/1.1 200 OK\r\nContent-Length: \r\n\r\n12345",
                "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n12345",
                "HTTP/1.1 200 OK\r\nContent-Length: 5x\r\n\r\n12345",
                "HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775808\r\n\r\n12345",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n12345",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n5\r\n12345\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: \r\nContent-Length: 5\r\n\r\n12345",
            })
    void bodyWithAnAmbiguousEndFails(String answer) throws Exception {
        try (RawSite raw = new RawSite(out -> out.write(answer.getBytes(US_ASCII)), false);
                TestSources sources = new TestSources(raw.port(), Map.of())) {
            sources.failure(SOURCE_FAILED, raw.url());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 8\r\n\r\nan image",
                "Content-Length: 8\r\nContent-Length: 8\r\n\r\nan image",
                "Content-Length: 08\r\n\r\nan image and more",
                "Transfer-Encoding: Chunked\r\n\r\n8\r\nan image\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n8\r\nan image\r\n0\r\n\r\n",
            })
    void bodyWithADefiniteEndIsRead(String answer) throws Exception {
        RawSite.Script script = out -> out.write(("HTTP/1.1 200 OK\r\n" + answer).getBytes(US_ASCII));
        try (RawSite raw = new RawSite(script, false);
                TestSources sources = new TestSources(raw.port(), Map.of())) {
            assertArrayEquals("an image".getBytes(US_ASCII), sources.read(raw.url()));
        }
    }

    /** With plain http, the end of such a body looks like a broken connection. */
    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.0 200 OK\r\nConnection: close\r\n\r\n"})
    void bodyThatEndsWithTheConnectionNeedsADeclaration(String start) throws Exception {
        RawSite.Script script = out -> out.write((start + "an image").getBytes(US_ASCII));
        try (RawSite raw = new RawSite(script, false);
                TestSources sources = new TestSources(raw.port(), Map.of())) {
            assertTrue(sources.failure(SOURCE_REJECTED, raw.url())
                    .endsWith("declare size, checksum, hash, sourceHash or checksumsUrl."));
            for (DeclaredContent declared : List.of(
                    new DeclaredContent(OptionalLong.of(8), Optional.empty(), SHA512, Optional.empty()),
                    new DeclaredContent(OptionalLong.empty(), Optional.of("00"), SHA512, Optional.empty()),
                    new DeclaredContent(OptionalLong.empty(), Optional.empty(), SHA512, Optional.of("00")))) {
                assertArrayEquals("an image".getBytes(US_ASCII), sources.read(raw.url(), declared));
            }
        }
    }
}
