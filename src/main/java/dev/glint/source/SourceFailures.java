package dev.glint.source;

import static dev.glint.image.StoreFailure.Kind.SOURCE_FAILED;

import dev.glint.image.StoreFailure;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** What an exception of the HTTP client means to a caller. */
final class SourceFailures {

    private SourceFailures() {}

    /** There was no answer. */
    static StoreFailure unanswered(IOException failure) {
        return new StoreFailure(SOURCE_FAILED, reason(failure), failure);
    }

    private static String reason(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProxyException) {
                return cause.getMessage();
            }
        }
        if (failure instanceof UnknownHostException) {
            return "The host of the source is unknown.";
        }
        return failure instanceof SSLException
                ? "The source does not speak TLS with a certificate that is trusted."
                : "The source did not answer.";
    }

    /** The body of the answer did not come to its end. */
    static StoreFailure broken(IOException failure) {
        String sentence = failure instanceof SocketTimeoutException
                ? "The source is too slow; see image.source.read-timeout and image.source.min-rate."
                : "The source broke off.";
        return new StoreFailure(SOURCE_FAILED, sentence, failure);
    }
}
