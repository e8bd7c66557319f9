package dev.glint.testing;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The faults of requests for one image: their path or query contains its id, or the id of one of its uploads. */
public final class ImageFaults extends Faults {

    private static final Pattern UPLOAD_ID = Pattern.compile("[?&]uploadId=([^&]+)");

    private final Set<String> ids = ConcurrentHashMap.newKeySet();

    ImageFaults(String id) {
        ids.add(id);
    }

    /** Whether a key or the target of a request belongs to this image. */
    boolean isNamedIn(String name) {
        return ids.stream().anyMatch(name::contains);
    }

    @Override
    boolean concern(FaultyExchange exchange) {
        boolean concerned = isNamedIn(exchange.target());
        Matcher upload = UPLOAD_ID.matcher(exchange.target());
        if (concerned && upload.find()) {
            ids.add(upload.group(1));
        }
        return concerned;
    }
}
