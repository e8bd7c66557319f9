package dev.glint.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Locations that no caller may use, whether they exist or not. */
interface LocationContract extends Backend {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://elsewhere.example/BUCKET/img",
                "s3://elsewhere.example/SERVICE/BUCKET/img",
                "s3+https://SERVICE/BUCKET/img",
                "s3://SERVICE0/BUCKET/img",
                "s3://SERVICE/path/BUCKET/img",
                "s3://SERVICE.elsewhere.example/BUCKET/img",
                "s3://127.0.0.1/BUCKET/img",
                "s3://KEYS@elsewhere.example/BUCKET/img"
            })
    default void locationOnAnotherServiceIsRefused(String location) {
        assertRefused(location, "s3.store.allowed-hosts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://SERVICE/other/img", "s3+http://SERVICE/BUCKET0/img"})
    default void locationInAnotherBucketIsRefused(String location) {
        assertRefused(location, "s3.store.allowed-buckets");
    }

    /** By the rules of the SDK this bucket would be on a host of AWS. */
    @Test
    default void bucketOfALocationDoesNotLeadToAnotherHost() {
        String location =
                "s3://" + keys() + "@" + service() + "/images-e0b1d075431d83bebde8xz5w8ijx1qzlbp3i3kuse10--op-s3/img";
        assertEquals(
                "not-found",
                functions().call("get-size", "location", location).ok().text("reason"));
        String url = functions()
                .call("get-presigned", "location", location, "verify", false)
                .ok()
                .text("url");
        assertTrue(url.startsWith("http://" + service() + "/images-"), url);
    }

    private void assertRefused(String template, String key) {
        // Another port than that of S3 is needed, with at most five digits.
        String otherPort = service().endsWith("1")
                ? service().replaceFirst("\\d$", "2")
                : service().replaceFirst("\\d$", "1");
        String location = template.replace("SERVICE0", otherPort)
                .replace("SERVICE.", service().replaceFirst(":.*", "."))
                .replace("SERVICE/BUCKET/img", service() + "/" + s3().bucket() + "/img")
                .replace("SERVICE", service())
                .replace("BUCKET", s3().bucket())
                .replace("KEYS", keys());
        for (String sentence : List.of(
                functions().call("get-size", "location", location).problem(403, "location-refused"),
                functions()
                        .call("get-presigned", "location", location, "verify", false)
                        .problem(403, "location-refused"),
                functions().call("delete", "location", location).problem(403, "location-refused"),
                functions().call("add", "imageId", "img", "source", location).problem(403, "location-refused"))) {
            assertTrue(sentence.contains(key), sentence);
        }
    }
}
