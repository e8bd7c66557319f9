package dev.glint.store;

import java.util.Map;
import software.amazon.awssdk.http.SdkHttpMethod;

/**
 * A request of a client to S3, as a URL can allow it.
 *
 * @param query parameters besides those of the signature
 * @param headers what the client must send, to the letter
 */
record ClientRequest(SdkHttpMethod method, Map<String, String> query, Map<String, String> headers) {

    static ClientRequest get(Map<String, String> query) {
        return new ClientRequest(SdkHttpMethod.GET, query, Map.of());
    }

    static ClientRequest put(Map<String, String> query, Map<String, String> headers) {
        return new ClientRequest(SdkHttpMethod.PUT, query, headers);
    }
}
