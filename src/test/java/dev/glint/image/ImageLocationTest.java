package dev.glint.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageLocationTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            s3://example.com/images/1                                 | http://example.com             | images  | 1      | -          | -
            s3+http://example.com/images/1                            | http://example.com             | images  | 1      | -          | -
            s3+https://example.com/images/1                           | https://example.com            | images  | 1      | -          | -
            s3://accesskey:secretkey@s3.amazonaws.com/bucket/key-id   | http://s3.amazonaws.com        | bucket  | key-id | accesskey  | secretkey
            s3+http://accesskey:secret@s3.amazonaws.com/bucket/key-id | http://s3.amazonaws.com        | bucket  | key-id | accesskey  | secret
            s3+https://accesskey:secretkey@s3.amazonaws.com/bucket/id | https://s3.amazonaws.com       | bucket  | id     | accesskey  | secretkey
            s3+https://accesskey:pass@s3serviceurl.com/images/1       | https://s3serviceurl.com       | images  | 1      | accesskey  | pass
            s3+https://accesskey:pass@s3serviceurl.com/v1/bucket/1234 | https://s3serviceurl.com/v1    | bucket  | 1234   | accesskey  | pass
            s3://accesskey:pass/withslash@s3serviceurl.com/v1/b/12345 | http://s3serviceurl.com/v1     | b       | 12345  | accesskey  | pass/withslash
            s3://user:key@auth_address/glance/0f5e                    | http://auth_address            | glance  | 0f5e   | user       | key
            s3://host/bucket/key/                                     | http://host                    | bucket  | key    | -          | -
            s3://host/bucket/key///                                   | http://host                    | bucket  | key    | -          | -
            s3://host:9000/bucket/key                                 | http://host:9000               | bucket  | key    | -          | -
            s3://a:b@host:9000/bucket/key                             | http://host:9000               | bucket  | key    | a          | b
            s3://host:80/bucket/key                                   | http://host                    | bucket  | key    | -          | -
            s3+https://host:443/bucket/key                            | https://host                   | bucket  | key    | -          | -
            s3+https://host:80/bucket/key                             | https://host:80                | bucket  | key    | -          | -
            s3://HOST/Bucket/Key                                      | http://host                    | Bucket  | Key    | -          | -
            s3://host:65535/gate/way/bucket/key                       | http://host:65535/gate/way     | bucket  | key    | -          | -
            s3://[::1]:9000/bucket/key                                | http://[::1]:9000              | bucket  | key    | -          | -
            s3+https://a:b@[2001:DB8::1]/bucket/key                   | https://[2001:db8::1]          | bucket  | key    | a          | b
            s3://127.0.0.1:9000/bucket/key                            | http://127.0.0.1:9000          | bucket  | key    | -          | -
            s3://a:b:c@host/bucket/key                                | http://host                    | bucket  | key    | a          | b:c
            s3://a:::b:@host/bucket/key                               | http://host                    | bucket  | key    | a          | ::b:
            s3://a:b+c%2Fd@host/bucket/key                            | http://host                    | bucket  | key    | a          | b+c%2Fd
            s3://a:b/c+d=e%f==@host/bucket/key                        | http://host                    | bucket  | key    | a          | b/c+d=e%f==
            s3://a:/b/@host/bucket/key                                | http://host                    | bucket  | key    | a          | /b/
            s3://a%2Fb;"\'[\\]&!~:c@host/bucket/key                      | http://host                    | bucket  | key    | a%2Fb;"\'[\\]&!~ | c
            s3://host/bucket/ké                                       | http://host                    | bucket  | ké     | -          | -
            s3://host/bucket/a%2Fb                                    | http://host                    | bucket  | a%2Fb  | -          | -
            s3://host/bucket/a+b                                      | http://host                    | bucket  | a+b    | -          | -
            s3://host/bucket/a:b                                      | http://host                    | bucket  | a:b    | -          | -
            s3://host/bucket/...                                      | http://host                    | bucket  | ...    | -          | -
            s3://host/not.dns_compliant-/key                          | http://host                    | not.dns_compliant- | key | -  | -
            s3://host/aa/key                                          | http://host                    | aa      | key    | -          | -
            s3://bucket/bucket/bucket/bucket                          | http://bucket/bucket           | bucket  | bucket | -          | -
            """)
    void locationIsParsed(String uri, String endpoint, String bucket, String id, String accessKey, String secretKey) {
        ImageLocation location = ImageLocation.parse(uri);
        assertEquals(endpoint, location.endpoint().toString());
        assertEquals(bucket, location.bucket());
        assertEquals(id, location.id());
        assertEquals(
                Optional.ofNullable(accessKey).map(key -> new Credentials(key, secretKey)), location.credentials());

        String canonical =
                endpoint.replace("https://", "s3+https://").replace("http://", "s3://") + "/" + bucket + "/" + id;
        assertEquals(canonical, location.toString(), "written without credentials");
        assertEquals(
                new ImageLocation(location.endpoint(), bucket, id, Optional.empty()),
                ImageLocation.parse(canonical),
                "read again");
    }

    static Stream<Arguments> parts() {
        return Stream.of(
                        "host",
                        "https://host",
                        "host:9000",
                        "https://host:8443/v1/s3",
                        "[::1]:9000",
                        "https://s3.eu-west-1.amazonaws.com")
                .flatMap(service -> Stream.of("images", "my.bucket", "A_b-1")
                        .flatMap(
                                bucket -> Stream.of("71c675ab-d94f-49cd-a114-e12490b328d9", "~", "...", "a".repeat(255))
                                        .map(id -> Arguments.of(service, bucket, id))));
    }

    @ParameterizedTest
    @MethodSource("parts")
    void writtenLocationIsReadAgain(String service, String bucket, String id) {
        ImageLocation written = ImageLocation.of(Endpoint.parse(service).orElseThrow(), bucket, new ImageId(id));
        assertEquals(written, ImageLocation.parse(written.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"images", "a", "A.b_c-d", "xn--bucket", "bucket--use1-az4--x-s3", "..."})
    void validBucketNamesAreRecognized(String name) {
        assertTrue(ImageLocation.isBucket(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a b", "a/b", "a:b", "a@b", "a%b", "bücket", "a\n", "arn:aws:s3:::images"})
    void invalidBucketNamesAreRecognized(String name) {
        assertFalse(ImageLocation.isBucket(name));
    }

    @Test
    void printedLocationHasNoSecret() {
        ImageLocation location = ImageLocation.parse("s3://key:hush@host/bucket/id");
        assertEquals("s3://host/bucket/id", location.toString());
        assertFalse(location.credentials().toString().contains("hush"));
    }
}
