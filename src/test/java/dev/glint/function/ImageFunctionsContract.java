package dev.glint.function;

import dev.glint.testing.SourceServer;
import dev.glint.testing.TrustedKeys;
import io.quarkus.test.common.QuarkusTestResource;

/**
 * The contract of the functions with every S3 server. Each server has a subclass. An override asserts a known error of that server,
 * so it fails once the server is fixed.
 */
@QuarkusTestResource(SourceServer.class)
@QuarkusTestResource(TrustedKeys.class)
abstract class ImageFunctionsContract extends BackendSuite
        implements AddContract,
                DeclaredContract,
                ExclusiveContract,
                ReadContract,
                PresignContract,
                LocationContract,
                DigestsContract,
                FormatContract,
                CompressedContract,
                ChecksumsContract,
                SignatureContract,
                SinglePutContract,
                SignedPutContract {}
