package dev.glint.function;

import dev.glint.testing.SourceServer;
import io.quarkus.test.common.QuarkusTestResource;

/**
 * What the functions promise over every S3 server, in chapters. A server is a subclass, and what it does wrong an override that
 * asserts just that: once the server is mended, it fails.
 */
@QuarkusTestResource(SourceServer.class)
abstract class ImageFunctionsContract extends BackendTest
        implements AddContract,
                DeclaredContract,
                ExclusiveContract,
                LookContract,
                PresignContract,
                LocationContract,
                SinglePutContract,
                SignedPutContract {}
