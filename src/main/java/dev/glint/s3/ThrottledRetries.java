package dev.glint.s3;

import java.time.Duration;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.AcquireInitialTokenResponse;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RecordSuccessRequest;
import software.amazon.awssdk.retries.api.RecordSuccessResponse;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenResponse;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.retries.api.RetryToken;
import software.amazon.awssdk.retries.api.TokenAcquisitionFailedException;

/**
 * Repeats a request that failed a few times, and one that S3 was too busy for until the deadline of the call. An image in
 * parts needs an answer to each of hundreds of requests: if a few refusals in a row ended it, a busy S3 would get none at all.
 */
final class ThrottledRetries implements RetryStrategy {

    /** Attempts that may fail in another way. */
    private static final int FAILURES = 4;

    private static final int SERVICE_UNAVAILABLE = 503;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final StandardRetryStrategy unlimited = AwsRetryStrategy.standardRetryStrategy().toBuilder()
            .maxAttempts(Integer.MAX_VALUE)
            .treatAsThrottling(ThrottledRetries::isThrottled)
            .throttlingBackoffStrategy(BackoffStrategy.exponentialDelay(FIRST_PAUSE, LONGEST_PAUSE))
            // It would let calls fail at once because others have failed.
            .circuitBreakerEnabled(false)
            .build();

    private final Duration deadline;

    /** @param deadline of a call: a pause that would end later is not begun */
    ThrottledRetries(Duration deadline) {
        this.deadline = deadline;
    }

    /** What the SDK hands from attempt to attempt of a call. {@code end} is a time of {@link System#nanoTime()}. */
    private record Token(RetryToken token, int failures, long end) implements RetryToken {}

    @Override
    public AcquireInitialTokenResponse acquireInitialToken(AcquireInitialTokenRequest request) {
        AcquireInitialTokenResponse first = unlimited.acquireInitialToken(request);
        Token token = new Token(first.token(), 0, System.nanoTime() + deadline.toNanos());
        return AcquireInitialTokenResponse.create(token, first.delay());
    }

    @Override
    public RefreshRetryTokenResponse refreshRetryToken(RefreshRetryTokenRequest request) {
        Token last = (Token) request.token();
        Throwable failure = request.failure();
        boolean throttled = isThrottled(failure);
        int failures = throttled ? last.failures : last.failures + 1;
        if (failures == FAILURES) {
            throw new TokenAcquisitionFailedException("The request failed too often.", last, failure);
        }
        RefreshRetryTokenResponse next = unlimited.refreshRetryToken(
                request.toBuilder().token(last.token).build());
        if (throttled && next.delay().toNanos() >= last.end - System.nanoTime()) {
            throw new TokenAcquisitionFailedException("S3 was too busy for too long.", last, failure);
        }
        return RefreshRetryTokenResponse.create(new Token(next.token(), failures, last.end), next.delay());
    }

    /** The answer to a HEAD has no body that would say so. */
    private static boolean isThrottled(Throwable failure) {
        return failure instanceof AwsServiceException answer
                && (answer.isThrottlingException()
                        || answer.statusCode() == SERVICE_UNAVAILABLE
                                && S3Failures.code(answer).isEmpty());
    }

    @Override
    public RecordSuccessResponse recordSuccess(RecordSuccessRequest request) {
        Token last = (Token) request.token();
        unlimited.recordSuccess(RecordSuccessRequest.create(last.token));
        return RecordSuccessResponse.create(last);
    }

    @Override
    public int maxAttempts() {
        return unlimited.maxAttempts();
    }

    @Override
    public RetryStrategy.Builder<?, ?> toBuilder() {
        throw new UnsupportedOperationException("It is complete.");
    }
}
