package dev.glint.s3;

import static dev.glint.config.ConditionalOperation.COMPLETE;
import static dev.glint.config.ConditionalOperation.COPY;
import static dev.glint.config.ConditionalOperation.DELETE;
import static dev.glint.config.ConditionalOperation.PUT;
import static dev.glint.s3.ConditionalWrites.Finding.HONOURED;
import static dev.glint.s3.ConditionalWrites.Finding.IGNORED;
import static dev.glint.s3.ConditionalWrites.Finding.REFUSED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.config.WriteSettings;
import dev.glint.image.Endpoint;
import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConditionalWritesTest {

    private static final Endpoint OTHER = endpoint("s3.example.org");

    private final ConditionalWrites conditions = ConditionalWrites.of(OTHER);

    private static Endpoint endpoint(String host) {
        return Endpoint.parse(host).orElseThrow();
    }

    @Test
    void conditionsAreUnknownAtFirst() {
        assertFalse(conditions.areKnown());
        assertFalse(conditions.honours(PUT) || conditions.refuses(PUT));
        assertSays(
                "put unknown, complete unknown, copy unknown, delete unknown",
                "how images are written is decided before the first write");
    }

    @Test
    void awsHonoursAllConditions() {
        ConditionalWrites aws = ConditionalWrites.of(endpoint("https://s3.eu-west-1.amazonaws.com"));
        assertTrue(aws.areKnown() && aws.honours(COPY) && aws.honours(DELETE));
        assertEquals(
                "conditions: put honoured, complete honoured, copy honoured, delete honoured; "
                        + "of several adds of an id one succeeds",
                aws.toString());
    }

    @Test
    void configuredConditionsAreKnown() {
        ConditionalWrites configured =
                ConditionalWrites.of(OTHER, new WriteSettings(Optional.of(EnumSet.of(COMPLETE, DELETE)), true));
        assertTrue(configured.areKnown());
        assertTrue(configured.refuses(PUT) && configured.honours(COMPLETE));
        assertTrue(configured.refuses(COPY) && configured.honours(DELETE));
    }

    @Test
    void findingsOfOperationsAreSeparate() {
        conditions.found(PUT, HONOURED);
        assertFalse(conditions.areKnown());
        conditions.found(COMPLETE, IGNORED);
        assertTrue(conditions.areKnown());
        assertSays(
                "put honoured, complete ignored, copy unknown, delete unknown",
                "of several adds of an id one succeeds");
    }

    @Test
    void findingsOnlyGetWorse() {
        conditions.found(PUT, REFUSED);
        conditions.found(PUT, HONOURED);
        conditions.found(PUT, IGNORED);
        conditions.found(COMPLETE, HONOURED);
        conditions.found(COMPLETE, IGNORED);
        conditions.found(COMPLETE, HONOURED);
        assertTrue(conditions.refuses(PUT));
        assertEquals(1, conditions.refused());
        assertFalse(conditions.allowExclusiveWrites());
        assertSays("put refused, complete ignored, copy unknown, delete unknown", "several adds of an id can succeed");
    }

    private void assertSays(String findings, String verdict) {
        assertEquals("conditions: " + findings + "; " + verdict, conditions.toString());
    }
}
