package dev.glint.lambda;

import dev.glint.function.ProblemJson;
import dev.glint.image.StoreFailure;

/** What fails an invocation. Its message is the problem as JSON; there is no stack trace for Lambda to show to callers. */
final class FunctionFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FunctionFailure(StoreFailure failure) {
        super(ProblemJson.of(failure).encode(), null, false, false);
    }
}
