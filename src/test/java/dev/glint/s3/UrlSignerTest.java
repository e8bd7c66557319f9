package dev.glint.s3;

import static dev.glint.config.BucketUrlFormat.PATH;
import static dev.glint.config.BucketUrlFormat.VIRTUAL;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static software.amazon.awssdk.http.SdkHttpMethod.GET;
import static software.amazon.awssdk.http.SdkHttpMethod.PUT;

import dev.glint.image.Endpoint;
import dev.glint.image.ImageLocation;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.PresignedPutObjectRequest;

/** The SDK's presigner and {@link UrlSigner} make the same URL for every location. */
class UrlSignerTest {

    private static final DateTimeFormatter AMZ_DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Duration LIFETIME = Duration.ofMinutes(7);

    static Stream<Arguments> cases() {
        List<String> endpoints = List.of(
                "http://127.0.0.1:9000",
                "http://[::1]:9000",
                "https://minio.example.org",
                "http://gateway.example.org:8080/s3/of/ours",
                "https://s3.eu-west-1.amazonaws.com",
                "http://s3.amazonaws.com",
                "https://s3.dualstack.cn-north-1.amazonaws.com.cn");
        List<String> buckets = List.of("images", "im.ag.es", "Under_score", "UPPER", "ab");
        List<String> ids = List.of("71c675ab-d94f-49cd-a114-e12490b328d9", "a~._-b", "a b+c%41", "üé");
        List<AwsCredentials> keys = List.of(
                AwsBasicCredentials.create("access", "secret"),
                AwsSessionCredentials.create("access", "secret", "token/with+and="));
        return endpoints.stream()
                .flatMap(endpoint -> buckets.stream()
                        .flatMap(bucket -> ids.stream()
                                .flatMap(id -> keys.stream()
                                        .flatMap(of -> Stream.of(true, false)
                                                .map(path -> Arguments.of(endpoint, bucket, id, of, path))))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void downloadUrlsEqualThoseOfTheSdk(
            String service, String bucket, String id, AwsCredentials keys, boolean pathStyle) {
        Endpoint endpoint = Endpoint.parse(service).orElseThrow();
        ImageLocation location = new ImageLocation(endpoint, bucket, id, Optional.empty());
        Map<String, String> query = Map.of(
                "response-content-disposition", "attachment; filename=\"a b\"; filename*=UTF-8''%C3%BC",
                "response-content-type", "text/plain; charset=utf-8");

        URI theirs = sdk(endpoint, location, keys, pathStyle, query);
        assertSame(theirs, ours(location, keys, pathStyle, theirs, GET, query, Map.of()));
    }

    /** With every header that a direct upload can have. */
    @ParameterizedTest
    @MethodSource("cases")
    void uploadUrlsEqualThoseOfTheSdk(
            String service, String bucket, String id, AwsCredentials keys, boolean pathStyle) {
        Endpoint endpoint = Endpoint.parse(service).orElseThrow();
        ImageLocation location = new ImageLocation(endpoint, bucket, id, Optional.empty());
        PresignedPutObjectRequest theirs;
        try (S3Presigner presigner = presigner(endpoint, keys, pathStyle)) {
            theirs = presigner.presignPutObject(presign -> presign.signatureDuration(LIFETIME)
                    .putObjectRequest(put -> put.bucket(bucket)
                            .key(id)
                            .contentLength(5L)
                            .contentType("application/octet-stream")
                            .contentMD5("XUFAKrxLKna5cZ2REBfFkg==")
                            .ifNoneMatch("*")
                            .metadata(Map.of("glint-upload", "mark"))));
        }
        URI sdk = URI.create(theirs.url().toExternalForm());
        Map<String, String> headers = theirs.signedHeaders().entrySet().stream()
                .filter(header -> !header.getKey().equalsIgnoreCase("host"))
                .collect(toMap(Map.Entry::getKey, header -> header.getValue().get(0)));
        assertEquals(
                Set.of("content-length", "content-md5", "content-type", "if-none-match", "x-amz-meta-glint-upload"),
                headers.keySet().stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .collect(toSet()));
        assertSame(sdk, ours(location, keys, pathStyle, sdk, PUT, Map.of(), headers));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void partUrlsEqualThoseOfTheSdk(String service, String bucket, String id, AwsCredentials keys, boolean pathStyle) {
        Endpoint endpoint = Endpoint.parse(service).orElseThrow();
        ImageLocation location = new ImageLocation(endpoint, bucket, id, Optional.empty());
        String uploadId = "2~a+b/c=_-.";
        URI sdk;
        try (S3Presigner presigner = presigner(endpoint, keys, pathStyle)) {
            sdk = URI.create(presigner
                    .presignUploadPart(presign -> presign.signatureDuration(LIFETIME)
                            .uploadPartRequest(part -> part.bucket(bucket)
                                    .key(id)
                                    .uploadId(uploadId)
                                    .partNumber(10_000)
                                    .contentLength(5_242_880L)))
                    .url()
                    .toExternalForm());
        }
        Map<String, String> query = Map.of("partNumber", "10000", "uploadId", uploadId);
        assertSame(sdk, ours(location, keys, pathStyle, sdk, PUT, query, Map.of("Content-Length", "5242880")));
    }

    /** Our URL, signed when the SDK signed its own. Like the SDK, with a path where the bucket cannot be in the host. */
    private static URI ours(
            ImageLocation location,
            AwsCredentials keys,
            boolean pathStyle,
            URI theirs,
            SdkHttpMethod method,
            Map<String, String> query,
            Map<String, String> headers) {
        boolean virtual = !pathStyle && VIRTUAL.isPossible(location.endpoint(), location.bucket());
        UrlSigner signer = new UrlSigner(new BucketUrls(location.endpoint(), virtual ? VIRTUAL : PATH, "eu-west-1"));
        Presigner.Signing signing = new Presigner.Signing(signer, location, keys, LIFETIME, at(theirs));
        return URI.create(signing.url(method, query, headers));
    }

    private static void assertSame(URI theirs, URI ours) {
        assertEquals(theirs.getScheme() + theirs.getRawAuthority(), ours.getScheme() + ours.getRawAuthority());
        assertEquals(theirs.getRawPath(), ours.getRawPath());
        assertEquals(query(theirs), query(ours));
    }

    private static Clock at(URI url) {
        return Clock.fixed(AMZ_DATE.parse(query(url).get("X-Amz-Date"), Instant::from), ZoneOffset.UTC);
    }

    private static URI sdk(
            Endpoint endpoint,
            ImageLocation location,
            AwsCredentials keys,
            boolean pathStyle,
            Map<String, String> query) {
        try (S3Presigner presigner = presigner(endpoint, keys, pathStyle)) {
            return URI.create(presigner
                    .presignGetObject(presign -> presign.signatureDuration(LIFETIME)
                            .getObjectRequest(get -> get.bucket(location.bucket())
                                    .key(location.id())
                                    .responseContentDisposition(query.get("response-content-disposition"))
                                    .responseContentType(query.get("response-content-type"))))
                    .url()
                    .toExternalForm());
        }
    }

    private static S3Presigner presigner(Endpoint endpoint, AwsCredentials keys, boolean pathStyle) {
        return S3Presigner.builder()
                .endpointOverride(endpoint.uri())
                .region(Region.EU_WEST_1)
                .serviceConfiguration(S3Configuration.builder()
                        // The SDK would make bucket.[::1].
                        .pathStyleAccessEnabled(pathStyle || endpoint.isAddress())
                        .useArnRegionEnabled(false)
                        .multiRegionEnabled(false)
                        .build())
                .dualstackEnabled(false)
                .fipsEnabled(false)
                .disableS3ExpressSessionAuth(true)
                .credentialsProvider(StaticCredentialsProvider.create(keys))
                .build();
    }

    /** The order of the parameters does not matter. */
    private static Map<String, String> query(URI url) {
        return Arrays.stream(url.getRawQuery().split("&"))
                .map(parameter -> parameter.split("=", 2))
                .collect(toMap(parameter -> parameter[0], parameter -> parameter[1]));
    }
}
