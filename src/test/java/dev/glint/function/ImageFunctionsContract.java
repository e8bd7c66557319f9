package dev.glint.function;

import dev.glint.testing.SourceServer;
import io.quarkus.test.common.QuarkusTestResource;

/**
 * What the functions promise over every S3 server, in chapters. A server is a subclass, and what it does wrong an override that
 * asserts just that: once the server is mended, it fails.
 */
@QuarkusTestResource(SourceServer.class)
abstract class ImageFunctionsContract extends BackendSuite
        implements AddContract,
                DeclaredContract,
                ExclusiveContract,
                ReadContract,
                PresignContract,
                LocationContract,
                SinglePutContract,
                SignedPutContract {}
