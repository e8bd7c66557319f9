package dev.glint.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.glint.config.BucketUrlFormat;
import dev.glint.image.Endpoint;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BucketUrlFormatTest {

    @ParameterizedTest
    @CsvSource({
        "auto, https://s3.eu-west-1.amazonaws.com, images, https://images.s3.eu-west-1.amazonaws.com",
        "auto, http://s3.amazonaws.com, my.images, http://my.images.s3.amazonaws.com",
        "auto, https://s3.amazonaws.com, my.images, https://s3.amazonaws.com/my.images",
        "auto, https://s3.amazonaws.com, Under_score, https://s3.amazonaws.com/Under_score",
        "auto, https://s3.cn-north-1.amazonaws.com.cn, images, https://images.s3.cn-north-1.amazonaws.com.cn",
        "auto, s3.example.org, images, http://s3.example.org/images",
        "auto, s3.eu-west-1.amazonaws.com.evil.org, images, http://s3.eu-west-1.amazonaws.com.evil.org/images",
        "auto, 127.0.0.1:9000, images, http://127.0.0.1:9000/images",
        "auto, [::1], images, http://[::1]/images",
        "virtual, https://s3.example.org/v1/s3, images, https://images.s3.example.org/v1/s3",
        "virtual, s3.example.org:8080, my.images, http://my.images.s3.example.org:8080",
        "VIRTUAL, 4you.example.org, 123, http://123.4you.example.org",
        "Subdomain, localhost:9000, images, http://images.localhost:9000",
        "virtual, 127.0.0.1:9000, images, http://127.0.0.1:9000/images",
        "virtual, [::1]:9000, images, http://[::1]:9000/images",
        "path, https://s3.eu-west-1.amazonaws.com, images, https://s3.eu-west-1.amazonaws.com/images",
        "Path, s3.example.org/v1, Under_score, http://s3.example.org/v1/Under_score",
    })
    void formatDecidesWhereTheBucketIsInTheUrl(String format, String host, String bucket, String url) {
        assertEquals(url, urls(format, host).url(bucket).toString());
    }

    @ParameterizedTest
    @CsvSource({
        "http, images, true",
        "http, xn--bucket, true",
        "http, a-1, true",
        "http, my.images, true",
        "https, images, true",
        "https, my.images, false",
        "http, aa, false",
        "http, Images, false",
        "http, under_score, false",
        "http, bucket-, false",
        "http, -bucket, false",
        "http, bucket., false",
        "http, .bucket, false",
        "http, my..images, false",
        "http, my.-images, false",
        "http, my-.images, false",
        "http, 0123456789012345678901234567890123456789012345678901234567890123, false",
    })
    void onlySuitableBucketsCanBePartOfAHostName(String scheme, String bucket, boolean possible) {
        Endpoint service = Endpoint.parse(scheme + "://s3.example.org").orElseThrow();
        assertEquals(possible, BucketUrlFormat.VIRTUAL.isPossible(service, bucket));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "auto ", "nonsense"})
    void unknownFormatsAreNotParsed(String name) {
        assertEquals(Optional.empty(), BucketUrlFormat.parse(name));
    }

    private static BucketUrls urls(String format, String host) {
        return new BucketUrls(
                Endpoint.parse(host).orElseThrow(),
                BucketUrlFormat.parse(format).orElseThrow(),
                "us-east-1");
    }
}
