package dev.glint.function;

import dev.glint.testing.Functions;
import dev.glint.testing.PlainS3;
import dev.glint.testing.SourceServer;
import io.quarkus.test.common.QuarkusTestResource;
import org.junit.jupiter.api.AfterEach;

/**
 * What the functions promise over every S3 server, in chapters. A server is a subclass, and what it does wrong an override that
 * asserts just that: once the server is mended, it fails.
 */
@QuarkusTestResource(SourceServer.class)
abstract class ImageFunctionsContract
        implements AddContract,
                DeclaredContract,
                ExclusiveContract,
                LookContract,
                PresignContract,
                LocationContract,
                SinglePutContract,
                SignedPutContract {

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
