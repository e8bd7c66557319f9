package dev.glint.fault;

import static dev.glint.testing.Fault.answer;
import static dev.glint.testing.Fault.changeReply;
import static dev.glint.testing.HeaderFaults.changeHeader;
import static dev.glint.testing.HeaderFaults.ignoreHeader;
import static dev.glint.testing.HeaderFaults.ignoreHeaders;
import static dev.glint.testing.S3Operation.COPY_PART;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.Fault;
import dev.glint.testing.PackagedApplication;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers that do not copy, or copy other bytes: images are read and sent, and such a server is asked once. */
@Timeout(300)
@Order(2)
class UncopyingServersIT extends CopySuite {

    static List<Fault> servers() {
        return List.of(
                answer(501, "NotImplemented"),
                answer(405, "MethodNotAllowed"),
                answer(400, "InvalidRequest"),
                // It stores an empty part.
                ignoreHeaders("x-amz-copy-source", "x-amz-copy-source-if-match", "x-amz-copy-source-range"),
                // Other bytes than those of the range, with their right MD5.
                changeHeader("x-amz-copy-source-range", "bytes=0-99"),
                ignoreHeader("x-amz-copy-source-range"),
                changeReply(etag(text -> "0123456789abcdef0123456789abcdef")),
                // The MD5 is not told.
                changeReply(etag(text -> text + "-1")),
                changeReply(etag(text -> "")),
                changeReply(copied -> "<CopyPartResult></CopyPartResult>"),
                changeReply(copied -> ""));
    }

    private static UnaryOperator<String> etag(UnaryOperator<String> change) {
        return copied -> copied.replaceAll("[0-9a-f]{32}", change.apply("$0"));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aServerThatDoesNotCopyIsAskedOnce(Fault fault) {
        String location = original(FIVE_PARTS).text("location");
        s3.on(COPY_PART).always(fault);
        try (PackagedApplication other = new PackagedApplication(configuration())) {
            assertStreamed(copy(other.functions(), location), FIVE_PARTS);
            long asked = s3.count(COPY_PART);
            assertTrue(asked > 0);
            String later = id + "-later";
            other.functions().call("add", "imageId", later, "source", location).ok();
            assertEquals(asked, s3.count(COPY_PART), () -> other.log().toString());
            plainS3.remove(later);
            assertTrue(other.log().stream().anyMatch(line -> line.contains("S3 did not copy it")));
        }
    }
}
