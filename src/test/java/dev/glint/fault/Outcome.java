package dev.glint.fault;

import dev.glint.testing.Functions.Answer;

/** The outcome of an add. */
enum Outcome {
    STORED(200, null),
    DUPLICATE(409, "duplicate"),
    MISMATCH(422, "content-mismatch"),
    SOURCE_FAILED(502, "source-failed"),
    MISCONFIGURED(500, "bad-store-configuration"),
    FORBIDDEN(403, "store-forbidden"),
    UNAVAILABLE(503, "store-unavailable");

    private final int status;
    private final String type;

    Outcome(int status, String type) {
        this.status = status;
        this.type = type;
    }

    /** Checks the answer, and returns the sentence of the problem; null for a success. */
    String check(Answer answer) {
        return this == STORED ? answer.ok().text("detail") : answer.problem(status, type);
    }
}
