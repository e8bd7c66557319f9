package dev.glint.function;

import dev.glint.testing.Functions;
import dev.glint.testing.PlainS3;
import org.junit.jupiter.api.AfterEach;

/** Uploads in parts over every S3 server, as {@link ImageFunctionsContract} is of all else. */
abstract class PartsTest implements PartsContract, PartUrlsContract, PartsExclusiveContract {

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
