package dev.glint.function;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.inject.Singleton;
import java.util.Map;

/** The HTTP request that is being answered, which functions do not see. */
@Singleton
public class CurrentRequest {

    private final CurrentVertxRequest current;

    CurrentRequest(CurrentVertxRequest current) {
        this.current = current;
    }

    AdmittedRequest admitted() {
        return AdmittedRequest.of(current.getCurrent());
    }

    /** The attributes of the CloudEvent that the request delivers. */
    public Map<String, String> eventAttributes() {
        return admitted().event().attributes();
    }
}
