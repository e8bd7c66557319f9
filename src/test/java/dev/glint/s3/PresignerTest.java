package dev.glint.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.config.StoreSettings;
import dev.glint.config.StoreValues;
import dev.glint.direct.UploadId;
import dev.glint.direct.UploadMetadata;
import dev.glint.direct.UploadUrls;
import dev.glint.image.DeclaredContent;
import dev.glint.image.HashAlgorithm;
import dev.glint.image.ImageId;
import dev.glint.image.ImageLocation;
import dev.glint.transfer.MemoryBudget;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** No URL is valid longer than the keys that signed it. */
class PresignerTest {

    private final StoreSettings settings = StoreValues.settings(StoreValues.with());
    private final ImageLocation location = settings.locate(new ImageId("img"));

    @ParameterizedTest
    @CsvSource({"PT10M, PT15M, PT10M", "PT1H, PT15M, PT15M", "PT0S, PT15M, PT1S", "-PT1H, PT15M, PT1S"})
    void urlExpiresWithItsKeys(Duration keys, Duration expiry, Duration lifetime) {
        Instant before = Instant.now();
        Presigner.Signing signing = new Presigner(settings, new Clients(before.plus(keys))).signing(location, expiry);
        assertFalse(signing.expiresAt().isAfter(Instant.now().plus(lifetime)));
        assertFalse(signing.expiresAt().isBefore(before.plus(lifetime).minusSeconds(1)));
        UploadMetadata mark = UploadMetadata.of(
                new DeclaredContent(OptionalLong.of(5), Optional.empty(), HashAlgorithm.NONE, Optional.empty()));
        String url = UploadUrls.single(signing, mark).parts().get(0).url();
        long seconds = Long.parseLong(url.replaceAll(".*X-Amz-Expires=(\\d+).*", "$1"));
        assertTrue(seconds <= lifetime.toSeconds() && seconds >= lifetime.toSeconds() - 1, url);
        assertTrue(url.contains("X-Amz-Security-Token=token"), url);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "5242880, 1", "5242881, 2"})
    void uploadHasUrlsOfAllParts(long size, int count) {
        Presigner presigner = new Presigner(settings, new Clients(Instant.MAX.minusSeconds(1)));
        UploadId id = new UploadId("upload", size, 5L << 20, "id");
        PresignedUpload upload = UploadUrls.parts(presigner.signing(location, Duration.ofMinutes(1)), id, 1);
        assertEquals(count, upload.parts().size());
        assertEquals(
                size,
                upload.parts().stream().mapToLong(PresignedUpload.Part::size).sum());
        assertEquals(
                Map.of("Content-Length", "" + upload.parts().get(0).size()),
                upload.parts().get(0).headers());
        assertFalse(upload.toString().contains("X-Amz-"), "printing a URL gives it away");
    }

    /** S3 clients whose keys expire. */
    private final class Clients extends S3Clients {

        private final Instant end;

        private Clients(Instant end) {
            super(
                    settings,
                    new StoreMetrics(new SimpleMeterRegistry(), new MemoryBudget(0, 0, Duration.ZERO)),
                    new DefaultChain());
            this.end = end;
        }

        @Override
        AwsSessionCredentials credentials(ImageLocation of) {
            return AwsSessionCredentials.builder()
                    .accessKeyId("access")
                    .secretAccessKey("secret")
                    .sessionToken("token")
                    .expirationTime(end)
                    .build();
        }
    }
}
