package dev.glint.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.glint.image.Endpoint;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BucketUrlFormatTest {

    @ParameterizedTest
    @CsvSource({
        "auto, s3.eu-west-1.amazonaws.com, false, true",
        "auto, s3.cn-north-1.amazonaws.com.cn, false, true",
        "auto, s3.example.org, true, true",
        "auto, s3.eu-west-1.amazonaws.com.evil.org, true, true",
        "auto, 127.0.0.1:9000, true, true",
        "auto, [::1], true, true",
        "virtual, s3.eu-west-1.amazonaws.com, false, true",
        "virtual, s3.example.org, false, true",
        "virtual, 4you.example.org, false, true",
        "subdomain, localhost:9000, false, true",
        "virtual, 127.0.0.1:9000, false, false",
        "subdomain, [::1]:9000, false, false",
        "path, s3.eu-west-1.amazonaws.com, true, true",
        "path, 127.0.0.1, true, true",
    })
    void decidesWhereABucketStands(String name, String host, boolean inPath, boolean possible) {
        BucketUrlFormat format = BucketUrlFormat.parse(name).orElseThrow();
        Endpoint endpoint = Endpoint.parse(host).orElseThrow();
        assertEquals(inPath, format.isPathOn(endpoint));
        assertEquals(possible, format.isPossibleOn(endpoint));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AUTO", "Path", "auto ", "nonsense"})
    void knowsNoOther(String name) {
        assertEquals(Optional.empty(), BucketUrlFormat.parse(name));
    }
}
