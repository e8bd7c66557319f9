package dev.glint.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Where Lambda hands over its events. What is wrong with the configuration is said at start, not by the first of them. */
@Singleton
@Startup
public class LambdaHandler implements RequestStreamHandler {

    private final LambdaEvents events;

    LambdaHandler(LambdaEvents events) {
        this.events = events;
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        // The event server of dev mode and of tests does not say how long it will wait.
        boolean hasTime = LaunchMode.current().isDevOrTest();
        answer.write(events.handle(
                event,
                new Invocation(
                        context.getAwsRequestId(),
                        () -> hasTime ? Integer.MAX_VALUE : context.getRemainingTimeInMillis())));
    }
}
