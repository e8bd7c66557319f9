package dev.glint.store;

import static dev.glint.image.StoreFailure.Kind.INVALID_REQUEST;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.glint.image.Endpoint;
import dev.glint.image.ImageLocation;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;

/** Signs URLs for clients that know nothing of S3. No request is made. */
@Singleton
class Presigner {

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final StoreSettings settings;
    private final S3Clients clients;

    Presigner(StoreSettings settings, S3Clients clients) {
        this.settings = settings;
        this.clients = clients;
    }

    /** A URL that reads one object. It ends with its expiry, or earlier with the keys that signed it. */
    PresignedUrl download(ImageLocation location, DownloadOptions options) {
        Duration expiry = options.expiry().map(this::checked).orElse(settings.expiry);
        AwsCredentials keys = clients.credentials(location);
        Duration lifetime = lifetime(expiry, keys);
        Map<String, String> query = new HashMap<>();
        options.filename().ifPresent(name -> query.put("response-content-disposition", attachment(name)));
        options.contentType().ifPresent(type -> query.put("response-content-type", type));
        Clock now = Clock.fixed(Instant.now(), ZoneOffset.UTC);
        URI url =
                clients.signer(clientEndpoint(location)).sign(SdkHttpMethod.GET, location, query, keys, lifetime, now);
        return new PresignedUrl(url.toString(), now.instant().plus(lifetime));
    }

    /** The address that clients use for the service of a location. */
    private Endpoint clientEndpoint(ImageLocation location) {
        return location.endpoint().equals(settings.endpoint) ? settings.externalEndpoint : location.endpoint();
    }

    private Duration checked(Duration expiry) {
        if (expiry.compareTo(SHORTEST) < 0 || expiry.compareTo(settings.maxExpiry) > 0) {
            throw INVALID_REQUEST.because("The field expiresIn must be PT1S to %s.", settings.maxExpiry);
        }
        return expiry;
    }

    private static Duration lifetime(Duration expiry, AwsCredentials keys) {
        return keys.expirationTime()
                .map(end -> Duration.between(Instant.now(), end))
                .filter(left -> left.compareTo(expiry) < 0)
                .map(left -> left.compareTo(SHORTEST) < 0 ? SHORTEST : left)
                .orElse(expiry);
    }

    /** A Content-Disposition (RFC 6266) with a plain name for old clients and the exact one for all others. */
    private static String attachment(String filename) {
        String plain = filename.replaceAll("[^A-Za-z0-9 ._-]", "_");
        String exact = URLEncoder.encode(filename, UTF_8).replace("+", "%20").replace("*", "%2A");
        return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + exact;
    }
}
