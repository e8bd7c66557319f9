package dev.glint.s3;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenResponse;
import software.amazon.awssdk.retries.api.RetryToken;
import software.amazon.awssdk.retries.api.TokenAcquisitionFailedException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class ThrottledRetriesTest {

    private static final Duration DEADLINE = Duration.ofHours(1);
    private static final int MANY = 100;

    private static final Throwable SLOW_DOWN = answer(503, "SlowDown");
    private static final Throwable TOO_MANY = answer(429, "TooManyRequests");
    /** As a HEAD is answered. */
    private static final Throwable BARE = answer(503, null);

    private static final Throwable UNAVAILABLE = answer(503, "ServiceUnavailable");
    private static final Throwable INTERNAL_ERROR = answer(500, "InternalError");
    private static final Throwable RESET = RetryableException.create("reset");
    private static final Throwable DENIED = answer(403, "AccessDenied");

    private final ThrottledRetries retries = new ThrottledRetries(DEADLINE);

    private static Throwable answer(int status, String code) {
        return S3Exception.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    }

    static Stream<List<Throwable>> repeated() {
        return Stream.of(
                List.of(INTERNAL_ERROR, INTERNAL_ERROR, RESET),
                Collections.nCopies(MANY, SLOW_DOWN),
                Collections.nCopies(MANY, TOO_MANY),
                Collections.nCopies(MANY, BARE),
                List.of(SLOW_DOWN, RESET, SLOW_DOWN, SLOW_DOWN, SLOW_DOWN, INTERNAL_ERROR, SLOW_DOWN, RESET, TOO_MANY));
    }

    @ParameterizedTest
    @MethodSource("repeated")
    void requestIsRepeated(List<Throwable> failures) {
        RetryToken token = begin(retries);
        for (Throwable failure : failures) {
            token = refresh(retries, token, failure).token();
        }
    }

    static Stream<List<Throwable>> givenUp() {
        return Stream.of(
                List.of(DENIED),
                List.of(INTERNAL_ERROR, RESET, UNAVAILABLE, RESET),
                List.of(SLOW_DOWN, RESET, RESET, SLOW_DOWN, RESET, SLOW_DOWN, INTERNAL_ERROR));
    }

    @ParameterizedTest
    @MethodSource("givenUp")
    void requestIsGivenUpAfterTheLastOfTheseFailures(List<Throwable> failures) {
        RetryToken token = begin(retries);
        for (Throwable failure : failures.subList(0, failures.size() - 1)) {
            token = refresh(retries, token, failure).token();
        }
        assertGivesUp(retries, token, failures.get(failures.size() - 1));
    }

    @Test
    void noPauseEndsAfterTheDeadline() {
        ThrottledRetries hasty = new ThrottledRetries(Duration.ZERO);
        assertGivesUp(hasty, begin(hasty), SLOW_DOWN);
    }

    @Test
    void pausesAreFiveSecondsAtMost() {
        RetryToken token = begin(retries);
        for (int i = 0; i < MANY; i++) {
            RefreshRetryTokenResponse next = refresh(retries, token, SLOW_DOWN);
            token = next.token();
            assertTrue(
                    next.delay().compareTo(Duration.ofSeconds(5)) <= 0,
                    () -> next.delay().toString());
        }
    }

    private static RetryToken begin(ThrottledRetries retries) {
        return retries.acquireInitialToken(AcquireInitialTokenRequest.create("s3"))
                .token();
    }

    private static RefreshRetryTokenResponse refresh(ThrottledRetries retries, RetryToken token, Throwable failure) {
        return retries.refreshRetryToken(
                RefreshRetryTokenRequest.builder().token(token).failure(failure).build());
    }

    private static void assertGivesUp(ThrottledRetries retries, RetryToken token, Throwable failure) {
        TokenAcquisitionFailedException end =
                assertThrows(TokenAcquisitionFailedException.class, () -> refresh(retries, token, failure));
        assertSame(failure, end.getCause());
    }
}
