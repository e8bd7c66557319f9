package dev.glint.function;

import io.quarkus.test.junit.QuarkusTest;

/** The contract over S3Proxy, the embedded server. */
@QuarkusTest
class S3ProxyContractTest extends ImageFunctionsContract {}
