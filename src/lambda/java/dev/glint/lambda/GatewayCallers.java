package dev.glint.lambda;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext;
import dev.glint.access.Caller;
import dev.glint.access.Claims;
import dev.glint.function.Callers;
import io.quarkus.vertx.http.runtime.QuarkusHttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.Map;

/** Callers whose tokens an HTTP API has verified, and, where it verifies none, callers who prove themselves. */
@Singleton
class GatewayCallers implements Callers {

    @Override
    public Caller of(HttpServerRequest request) {
        if (request.headers() instanceof QuarkusHttpHeaders headers) {
            APIGatewayV2HTTPEvent event = headers.getContextObject(APIGatewayV2HTTPEvent.class);
            RequestContext context = event == null ? null : event.getRequestContext();
            if (context != null && context.getAuthorizer() != null && context.getAuthorizer().getJwt() != null) {
                return new Caller.Verified(new Claims(Map.copyOf(context.getAuthorizer().getJwt().getClaims())));
            }
        }
        return new Caller.Bearer(request.headers().getAll("Authorization"));
    }
}
