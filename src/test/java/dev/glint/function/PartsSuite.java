package dev.glint.function;

import dev.glint.testing.SourceServer;
import dev.glint.testing.TrustedKeys;
import io.quarkus.test.common.QuarkusTestResource;

/** The contract of uploads in parts with every S3 server; {@link ImageFunctionsContract} has the rest. */
@QuarkusTestResource(SourceServer.class)
@QuarkusTestResource(TrustedKeys.class)
abstract class PartsSuite extends BackendSuite
        implements PartsContract, PartUrlsContract, PartsExclusiveContract, PartsFormatContract {}
