package dev.glint.s3;

import static dev.glint.testing.Fault.changeHeaders;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.S3Operation;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

class ObjectAgeTest extends ConditionSuite {

    @BeforeEach
    void write() {
        start();
        PLAIN.write("image", new byte[] {1});
    }

    @AfterEach
    void take() {
        PLAIN.take("image");
    }

    @Test
    void ageIsKnownThoughTheSdkSeesNoDate() {
        HeadObjectResponse found = look();
        assertNull(found.lastModified());
        Duration age = ObjectAge.of(found).orElseThrow();
        assertTrue(!age.isNegative() && age.compareTo(Duration.ofMinutes(1)) < 0, age.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Sun, 29 Nov 2026 10:00:00 GMT | Sun, 29 Nov 2026 10:00:07 GMT | PT7S
            Sun, 29 Nov 2026 10:00:00 GMT | Sun, 29 Nov 2026 10:00:00 GMT | PT0S
            Sun, 29 Nov 2026 10:00:01 GMT | Sun, 29 Nov 2026 10:00:00 GMT | PT-1S
            Sat, 28 Nov 2026 10:00:00 GMT | Sun, 29 Nov 2026 10:00:00 GMT | PT24H
            2026-11-29T10:00:00Z          | Sun, 29 Nov 2026 10:00:00 GMT |
            Sun, 29 Nov 2026 10:00:00 GMT | now                           |
                                          | Sun, 29 Nov 2026 10:00:00 GMT |
            Sun, 29 Nov 2026 10:00:00 GMT |                               |
            """)
    void ageIsTheTimeBetweenTheDatesOfAReply(String changed, String now, Duration age) {
        Map<String, String> dates = new HashMap<>();
        dates.put("Last-Modified", changed);
        dates.put("Date", now);
        proxy.on(S3Operation.HEAD_OBJECT).once(changeHeaders(dates));
        assertEquals(Optional.ofNullable(age), ObjectAge.of(look()));
    }

    private HeadObjectResponse look() {
        return clients.bucket().object("image").head().orElseThrow();
    }
}
