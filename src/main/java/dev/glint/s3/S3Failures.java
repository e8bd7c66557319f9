package dev.glint.s3;

import static dev.glint.image.StoreFailure.Kind.BAD_STORE_CONFIGURATION;
import static dev.glint.image.StoreFailure.Kind.DUPLICATE;
import static dev.glint.image.StoreFailure.Kind.NOT_FOUND;
import static dev.glint.image.StoreFailure.Kind.STORE_FORBIDDEN;
import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;

import dev.glint.image.StoreFailure;
import dev.glint.image.StoreFailure.Kind;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** Translates the SDK's exceptions into {@link StoreFailure}s. No other type knows them. */
public final class S3Failures {

    private static final Set<String> WRONG_REGION = Set.of(
            "PermanentRedirect",
            "TemporaryRedirect",
            "Redirect",
            "AuthorizationHeaderMalformed",
            "IllegalLocationConstraintException",
            "InvalidLocationConstraint");
    /** The bytes changed on their way, or while an upload was completed, or took too long: another try can succeed. */
    private static final Set<String> BROKEN_BODY = Set.of(
            "BadDigest",
            "XAmzContentSHA256Mismatch",
            "XAmzContentChecksumMismatch",
            "IncompleteBody",
            "InvalidPart",
            "RequestTimeout");

    private S3Failures() {}

    /** What an exception of the SDK means. It throws others than its own where it cannot read an answer. */
    static StoreFailure translate(RuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof StoreFailure failure) {
                return failure;
            }
            if (cause instanceof SSLHandshakeException) {
                return new StoreFailure(
                        BAD_STORE_CONFIGURATION, "The certificate of S3 is not trusted; see s3.store.cacert.", e);
            }
        }
        if (e instanceof AwsServiceException answer) {
            return ofAnswer(answer);
        }
        String sentence = e instanceof SdkException ? "S3 did not answer." : "S3 gave an answer that cannot be read.";
        return new StoreFailure(STORE_UNAVAILABLE, sentence, e);
    }

    /** Whether S3 said that the object, the upload or the bucket is not there. */
    static boolean isNotFound(StoreFailure failure) {
        return isAnswer(failure, 404);
    }

    /** Whether S3 refused a request because of its condition. */
    public static boolean isConditionFailed(StoreFailure failure) {
        return isAnswer(failure, 412);
    }

    /** What a caller hears of a failed read of one ETag: that another object has its place now, or the failure itself. */
    public static StoreFailure ofBoundRead(StoreFailure failure) {
        return isConditionFailed(failure)
                ? new StoreFailure(
                        STORE_UNAVAILABLE, "The image was replaced while it was read; try again.", failure.getCause())
                : failure;
    }

    /** Whether another write of the same object is going on, so that S3 does not know yet whether the condition holds. */
    static boolean isConflict(StoreFailure failure) {
        return isAnswer(failure, 409)
                && "ConditionalRequestConflict".equals(code((AwsServiceException) failure.getCause()));
    }

    /** Whether the server does not know how to do what the request asks, such as a condition. */
    public static boolean isNotImplemented(StoreFailure failure) {
        return isAnswer(failure, 501);
    }

    private static boolean isAnswer(StoreFailure failure, int status) {
        return failure.getCause() instanceof AwsServiceException answer && answer.statusCode() == status;
    }

    /** Whether S3 said that the bucket is not there, which an answer without a body cannot say. */
    public static boolean isNoSuchBucket(StoreFailure failure) {
        return isNotFound(failure) && "NoSuchBucket".equals(code((AwsServiceException) failure.getCause()));
    }

    /** Whether the deadline passed without an answer. */
    static boolean isTimeout(StoreFailure failure) {
        return failure.getCause() instanceof ApiCallTimeoutException;
    }

    public static StoreFailure noSuchBucket(String name) {
        return BAD_STORE_CONFIGURATION.because(
                "The bucket %s does not exist; create it, or set s3.store.create-bucket-on-put.", name);
    }

    private static StoreFailure ofAnswer(AwsServiceException e) {
        int status = e.statusCode();
        String code = code(e);
        // Completing an upload can fail after a status of 200 was sent.
        boolean passing = status >= 500 || status == 409 || status < 300;
        if (e.isThrottlingException() || passing || BROKEN_BODY.contains(code)) {
            return failure(STORE_UNAVAILABLE, "S3 failed with %s; try again.", e);
        }
        if (WRONG_REGION.contains(code) || status >= 300 && status < 400) {
            return failure(
                    BAD_STORE_CONFIGURATION, "The bucket is in another region (%s); see s3.store.region-name.", e);
        }
        if (e.isClockSkewException()) {
            return failure(STORE_FORBIDDEN, "S3 says that this machine's clock is wrong (%s).", e);
        }
        return switch (status) {
            case 401, 403 -> failure(STORE_FORBIDDEN, "S3 refused the credentials or what they may do (%s).", e);
            case 404 ->
                code.equals("NoSuchBucket")
                        ? failure(
                                BAD_STORE_CONFIGURATION,
                                "The bucket does not exist (%s); create it, or set s3.store.create-bucket-on-put.",
                                e)
                        : failure(NOT_FOUND, "There is no such image (%s).", e);
            case 412 -> failure(DUPLICATE, "The image id is taken (%s).", e);
            default -> failure(BAD_STORE_CONFIGURATION, "S3 refused the request with %s.", e);
        };
    }

    private static StoreFailure failure(Kind kind, String sentence, AwsServiceException e) {
        String code = code(e);
        return new StoreFailure(kind, String.format(sentence, code.isEmpty() ? e.statusCode() : code), e);
    }

    /** The error code; empty where there is none, or none that looks like one. */
    static String code(AwsServiceException e) {
        String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
        return code != null && code.matches("[A-Za-z0-9]{1,80}") ? code : "";
    }
}
