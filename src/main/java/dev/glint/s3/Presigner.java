package dev.glint.s3;

import static dev.glint.image.StoreFailure.Kind.INVALID_REQUEST;
import static software.amazon.awssdk.http.SdkHttpMethod.GET;

import dev.glint.config.StoreSettings;
import dev.glint.image.ImageLocation;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/** Signs URLs for clients that know nothing of S3. No request is made. */
@Singleton
public class Presigner {

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final StoreSettings settings;
    private final S3Clients clients;

    Presigner(StoreSettings settings, S3Clients clients) {
        this.settings = settings;
        this.clients = clients;
    }

    /** A URL that reads one object. It ends with its expiry, or earlier with the keys that signed it. */
    public PresignedUrl download(ImageLocation location, DownloadOptions options) {
        Map<String, String> query = new HashMap<>();
        options.filename().ifPresent(name -> query.put("response-content-disposition", attachment(name)));
        options.contentType().ifPresent(type -> query.put("response-content-type", type));
        Signing signing = signing(location, expiry(options.expiry()));
        return new PresignedUrl(signing.url(GET, query, Map.of()), signing.expiresAt());
    }

    /**
     * How long a URL may be good for.
     *
     * @throws dev.glint.image.StoreFailure {@code INVALID_REQUEST} if that is not what was asked for
     */
    public Duration expiry(Optional<Duration> asked) {
        Duration expiry = asked.orElse(settings.presigned.expiry());
        if (expiry.compareTo(SHORTEST) < 0 || expiry.compareTo(settings.presigned.maxExpiry()) > 0) {
            throw INVALID_REQUEST.because("The field expiresIn must be PT1S to %s.", settings.presigned.maxExpiry());
        }
        return expiry;
    }

    /** Signs URLs for one object with the current keys, from the current time on. */
    public Signing signing(ImageLocation location, Duration expiry) {
        AwsCredentials keys = clients.credentials(location);
        Clock now = Clock.fixed(Instant.now(), ZoneOffset.UTC);
        return new Signing(
                clients.signer(settings.clientEndpoint(location)),
                location,
                keys,
                lifetime(expiry, keys, now.instant()),
                now);
    }

    /** URLs for one object that end at one moment: with their expiry, or earlier with the keys that sign them. */
    public record Signing(UrlSigner signer, ImageLocation location, AwsCredentials keys, Duration lifetime, Clock now) {

        /**
         * A URL that allows one request.
         *
         * @param query parameters besides those of the signature
         * @param headers what the client must send, to the letter
         */
        public String url(SdkHttpMethod method, Map<String, String> query, Map<String, String> headers) {
            SdkHttpRequest.Builder request = signer.request(location).method(method);
            query.forEach(request::putRawQueryParameter);
            headers.forEach(request::putHeader);
            return signer.sign(request.build(), keys, lifetime, now).toString();
        }

        public Instant expiresAt() {
            return now.instant().plus(lifetime);
        }
    }

    private static Duration lifetime(Duration expiry, AwsCredentials keys, Instant now) {
        return keys.expirationTime()
                .map(end -> Duration.between(now, end))
                .filter(left -> left.compareTo(expiry) < 0)
                .map(left -> left.compareTo(SHORTEST) < 0 ? SHORTEST : left)
                .orElse(expiry);
    }

    /** A Content-Disposition (RFC 6266) with a plain name for old clients and the exact one for all others. */
    private static String attachment(String filename) {
        String plain = filename.replaceAll("[^A-Za-z0-9 ._-]", "_");
        String exact = SdkHttpUtils.urlEncode(filename);
        return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + exact;
    }
}
