package dev.glint.access;

import static dev.glint.image.StoreFailure.Kind.UNAUTHENTICATED;

import dev.glint.image.StoreFailure;
import java.util.List;

/** Who makes a call, as far as is known before rules are looked at. */
public sealed interface Caller {

    /** Somebody who comes by way of IAM alone: by a queue, a bus, or an invocation of the Lambda function. */
    Caller TRUSTED = new Trusted();

    record Trusted() implements Caller {}

    /** Somebody whose token the gateway has verified. */
    record Verified(Claims claims) implements Caller {}

    /**
     * Somebody who has to prove it.
     *
     * @param authorization the headers of this name
     * @see <a href="https://www.rfc-editor.org/rfc/rfc6750">RFC 6750</a>
     */
    record Bearer(List<String> authorization) implements Caller {

        private static final String SCHEME = "Bearer ";

        /**
         * The token.
         *
         * @throws StoreFailure {@code UNAUTHENTICATED} if there is none
         */
        String token() {
            if (authorization.size() != 1 || !authorization.get(0).regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
                throw UNAUTHENTICATED.because("The call needs one header Authorization: Bearer, with a token.");
            }
            return authorization.get(0).substring(SCHEME.length()).strip();
        }
    }
}
