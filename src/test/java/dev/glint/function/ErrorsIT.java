package dev.glint.function;

import dev.glint.testing.RealStore;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same tests against the built artifact: jars, or a native executable. */
@QuarkusIntegrationTest
@WithTestResource(RealStore.class)
class ErrorsIT extends ErrorsTest {}
