package dev.glint.access;

/** What may stand before the functions and verify tokens itself: the authorizer of an HTTP API, where they run on Lambda. */
final class Gateway {

    /** <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html">Set by Lambda</a>. */
    private static final String FUNCTION = "AWS_LAMBDA_FUNCTION_NAME";

    private Gateway() {}

    static boolean isThere() {
        return System.getenv(FUNCTION) != null;
    }
}
