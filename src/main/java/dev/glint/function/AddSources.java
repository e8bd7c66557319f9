package dev.glint.function;

import static dev.glint.image.StoreFailure.Kind.INVALID_REQUEST;
import static dev.glint.image.StoreFailure.Kind.TOO_LARGE;

import dev.glint.access.Permission;
import dev.glint.compression.CompressedSources;
import dev.glint.compression.PublishedChecksums;
import dev.glint.compression.SourceForm;
import dev.glint.config.StoreSettings;
import dev.glint.image.DeclaredContent;
import dev.glint.s3.Transfers;
import dev.glint.source.HttpSources;
import dev.glint.source.ImageContent;
import dev.glint.source.ImageSource;
import dev.glint.store.ImageStore;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where the bytes of an {@link AddRequest} come from: the request itself, a location, or a URL. */
@Singleton
@Startup
class AddSources {

    private static final Pattern LOCATION_SCHEME = Pattern.compile("(?i)s3(\\+\\w+)?:.*", Pattern.DOTALL);
    /** Compressed bytes can be more than the image, if nothing can be saved: by at most an eighth of it and this. */
    private static final int OVERHEAD = 1 << 20;

    private static final int ROOM_FOR_OTHER_FIELDS = 64 * 1024;

    private final StoreSettings settings;
    private final HttpSources http;
    private final ImageStore store;
    private final CompressedSources compressed;
    private final Transfers transfers;

    AddSources(
            StoreSettings settings,
            HttpSources http,
            ImageStore store,
            CompressedSources compressed,
            Transfers transfers,
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
        this.compressed = compressed;
        this.transfers = transfers;
    }

    ImageSource of(AddRequest request, SourceForm form, DeclaredContent declared, Permission permission) {
        RequestFields.checkAbsent("verify", request.verify(), "data or a source, which are always read");
        if (request.data() != null) {
            RequestBody bytes = decode(request.data());
            return cancellation -> ImageContent.of(bytes.open(0), bytes.length(), cancellation);
        }
        if (form.isPlain()) {
            return fetched(request, form, declared, permission, http.limits().size());
        }
        long most = http.limits().size();
        long withOverhead = most + Math.min(most / 8 + OVERHEAD, Long.MAX_VALUE - most);
        ImageSource fetched = fetched(request, form, declared, permission, withOverhead);
        Optional<PublishedChecksums> checksums =
                form.checksumsUrl().map(url -> PublishedChecksums.of(http, url, request.source()));
        return cancellation -> {
            SourceForm whole =
                    checksums.map(list -> list.complete(form, cancellation)).orElse(form);
            return compressed.image(
                    transfers.readAhead().of(fetched.open(cancellation), cancellation), whole, cancellation);
        };
    }

    private ImageSource fetched(
            AddRequest request, SourceForm form, DeclaredContent declared, Permission permission, long most) {
        if (LOCATION_SCHEME.matcher(request.source()).matches()) {
            RequestFields.checkAbsent("checksumsUrl", request.checksumsUrl(), "a location, only for a URL");
            return store.source(permission.location(request.source()), most);
        }
        boolean tellsTruncation = declared.tellsTruncation() || form.hasHash();
        ImageSource source = http.source("source", request.source(), tellsTruncation);
        return cancellation -> source.open(cancellation).limitedTo(most);
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
}
