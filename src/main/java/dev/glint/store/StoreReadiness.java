package dev.glint.store;

import dev.glint.image.StoreFailure;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready while the bucket answers. It is asked at most every ten seconds and by one request at a time, and a probe waits half a
 * second at most for the answer before it repeats the last one: neither S3 nor the prober suffers from the other.
 */
@Readiness
@Singleton
class StoreReadiness implements HealthCheck {

    private static final Duration FRESH = Duration.ofSeconds(10);
    private static final long PATIENCE_MILLIS = 500;
    private static final String READY = "The bucket answers.";

    private final StoreSettings settings;
    private final S3Clients clients;
    private final UploadResources resources;
    private CompletableFuture<Void> question = CompletableFuture.completedFuture(null);
    private long askedAt = System.nanoTime() - FRESH.toNanos();
    private volatile String lastAnswer = "S3 has not answered yet.";

    StoreReadiness(StoreSettings settings, S3Clients clients, UploadResources resources) {
        this.settings = settings;
        this.clients = clients;
        this.resources = resources;
    }

    @Override
    public HealthCheckResponse call() {
        await(ask());
        String answer = lastAnswer;
        return HealthCheckResponse.named("bucket")
                .status(answer.equals(READY))
                .withData("answer", answer)
                .withData("writes", resources.guarantee().toString())
                .build();
    }

    private synchronized CompletableFuture<Void> ask() {
        if (question.isDone() && System.nanoTime() - askedAt >= FRESH.toNanos()) {
            askedAt = System.nanoTime();
            question = CompletableFuture.runAsync(this::look, resources.executor());
        }
        return question;
    }

    private void look() {
        try {
            boolean usable = clients.bucket().exists() || settings.createBucketOnPut;
            lastAnswer =
                    usable ? READY : S3Failures.noSuchBucket(settings.bucket).getMessage();
        } catch (StoreFailure failure) {
            lastAnswer = failure.getMessage();
        }
    }

    private static void await(CompletableFuture<Void> question) {
        try {
            question.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // The last answer stands until there is another.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
