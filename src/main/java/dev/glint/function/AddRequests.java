package dev.glint.function;

import static dev.glint.image.StoreFailure.Kind.INVALID_REQUEST;
import static dev.glint.image.StoreFailure.Kind.TOO_LARGE;

import dev.glint.config.StoreSettings;
import dev.glint.image.DeclaredContent;
import dev.glint.image.HashAlgorithm;
import dev.glint.image.ImageLocation;
import dev.glint.source.HttpSources;
import dev.glint.source.ImageContent;
import dev.glint.source.ImageSource;
import dev.glint.store.ImageStore;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What an {@link AddRequest} means: where the bytes come from, and what is declared of them. */
@Singleton
@Startup
class AddRequests {

    private static final Pattern LOCATION_SCHEME = Pattern.compile("(?i)s3(\\+\\w+)?:.*", Pattern.DOTALL);
    private static final int ROOM_FOR_OTHER_FIELDS = 64 * 1024;

    private final StoreSettings settings;
    private final HttpSources http;
    private final ImageStore store;

    AddRequests(
            StoreSettings settings,
            HttpSources http,
            ImageStore store,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") Optional<MemorySize> largestBody) {
        long needed = settings.inlineLimit() / 3 * 4 + ROOM_FOR_OTHER_FIELDS;
        if (largestBody.isPresent() && largestBody.get().asLongValue() < needed) {
            throw new ConfigurationException(
                    "s3.store.inline-limit must be less, or quarkus.http.limits.max-body-size at least " + needed
                            + ".");
        }
        this.settings = settings;
        this.http = http;
        this.store = store;
    }

    /** Whether the bytes are in S3 already; fails unless exactly one place is named where they are. */
    static boolean isUpload(AddRequest request) {
        long places = Stream.of(request.data(), request.source(), request.upload())
                .filter(Objects::nonNull)
                .count();
        if (places != 1) {
            throw INVALID_REQUEST.because("Exactly one of the fields data, source and upload must be given.");
        }
        return request.upload() != null;
    }

    ImageSource source(AddRequest request, DeclaredContent declared) {
        RequestFields.checkAbsent("verify", request.verify(), "data or a source, which are always read");
        if (request.data() != null) {
            RequestBody bytes = decode(request.data());
            return cancellation -> ImageContent.of(bytes.open(0), bytes.length(), cancellation);
        }
        ImageSource source = LOCATION_SCHEME.matcher(request.source()).matches()
                ? stored(request.source())
                : http.source(request.source(), declared);
        return cancellation -> source.open(cancellation).limitedTo(http.maxSize());
    }

    DeclaredContent declared(AddRequest request) {
        HashAlgorithm algorithm = request.hashAlgorithm() == null
                ? settings.hashAlgorithm()
                : HashAlgorithm.parse(request.hashAlgorithm())
                        .orElseThrow(() ->
                                INVALID_REQUEST.because("The field hashAlgorithm must be sha512, sha256 or none."));
        if (request.hash() != null && algorithm == HashAlgorithm.NONE) {
            throw INVALID_REQUEST.because("The field hash contradicts the hashAlgorithm none.");
        }
        return new DeclaredContent(
                RequestFields.size(request.size()),
                RequestFields.checksum(request.checksum()),
                algorithm,
                RequestFields.hex("hash", request.hash(), algorithm.hexLength()));
    }

    private RequestBody decode(InlineData data) {
        try {
            RequestBody bytes = data.decode(settings.inlineLimit() + 1);
            if (bytes.length() > settings.inlineLimit()) {
                throw tooLarge();
            }
            return bytes;
        } catch (IOException e) {
            throw INVALID_REQUEST.because("The field data must be base64.");
        }
    }

    private RuntimeException tooLarge() {
        return TOO_LARGE.because(
                "The field data has more than the %d bytes that s3.store.inline-limit allows; use source.",
                settings.inlineLimit());
    }

    private ImageSource stored(String text) {
        ImageLocation location = ImageLocation.parse(text);
        return cancellation -> store.get(location, cancellation);
    }
}
