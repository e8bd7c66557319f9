package dev.glint.s3;

import dev.glint.config.StoreSettings;
import dev.glint.image.OutOfMemory;
import dev.glint.image.StoreFailure;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * Ready while the bucket answers. It is asked at most every ten seconds and by one request at a time, and a probe waits half a
 * second at most for the answer before it repeats the last one: neither S3 nor the prober suffers from the other. Before there
 * is a first answer a probe waits longer, so that a process which has just started is not called down for that.
 */
@Readiness
@Singleton
class StoreReadiness implements HealthCheck {

    private static final Logger LOG = Logger.getLogger(StoreReadiness.class);

    private static final Duration FRESH = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMillis(500);
    /** Less than {@code timeoutSeconds} of the probe in {@code deploy/knative/service.yaml}. */
    private static final Duration FIRST_PATIENCE = Duration.ofSeconds(4);

    private static final String READY = "The bucket answers.";

    private final StoreSettings settings;
    private final S3Clients clients;
    private final Transfers transfers;
    private CompletableFuture<Void> question = CompletableFuture.completedFuture(null);
    private long askedAt = System.nanoTime() - FRESH.toNanos();
    private volatile Optional<String> lastAnswer = Optional.empty();

    StoreReadiness(StoreSettings settings, S3Clients clients, Transfers transfers) {
        this.settings = settings;
        this.clients = clients;
        this.transfers = transfers;
    }

    @Override
    public HealthCheckResponse call() {
        await(ask());
        String answer = lastAnswer.orElse("S3 has not answered yet.");
        return HealthCheckResponse.named("bucket")
                .status(answer.equals(READY))
                .withData("answer", answer)
                .withData("writes", clients.conditions().toString())
                .build();
    }

    private synchronized CompletableFuture<Void> ask() {
        if (question.isDone() && System.nanoTime() - askedAt >= FRESH.toNanos()) {
            askedAt = System.nanoTime();
            try {
                question = CompletableFuture.runAsync(
                        this::look, transfers.workers().executor());
            } catch (RuntimeException | Error failure) {
                failed(failure);
            }
        }
        return question;
    }

    private void look() {
        try {
            boolean usable = clients.bucket().exists() || settings.createBucketOnPut;
            lastAnswer = Optional.of(
                    usable ? READY : S3Failures.noSuchBucket(settings.bucket).getMessage());
        } catch (StoreFailure failure) {
            lastAnswer = Optional.of(failure.getMessage());
        } catch (RuntimeException | Error failure) {
            failed(failure);
        }
    }

    private void failed(Throwable failure) {
        OutOfMemory.exitIfCauseOf(failure);
        LOG.error("The bucket cannot be asked whether it is ready.", failure);
        lastAnswer = Optional.of("The bucket cannot be asked; the log says why.");
    }

    private void await(CompletableFuture<Void> asked) {
        Duration patience = lastAnswer.isPresent() ? PATIENCE : FIRST_PATIENCE;
        try {
            asked.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // The last answer stands until there is another.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
