package dev.glint.function;

import dev.glint.testing.Functions;
import dev.glint.testing.PlainS3;
import org.junit.jupiter.api.AfterEach;

/** Tests with the S3 server of the configuration. They must leave nothing in it. */
abstract class BackendSuite implements Backend {

    private final Functions functions = Functions.ofTest();
    private final PlainS3 s3 = PlainS3.ofConfiguration();

    @Override
    public Functions functions() {
        return functions;
    }

    @Override
    public PlainS3 s3() {
        return s3;
    }

    @AfterEach
    void nothingIsLeft() {
        try (s3) {
            s3.assertEmptyAndClean();
        }
    }
}
