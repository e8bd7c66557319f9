package dev.glint.s3;

import static dev.glint.s3.WriteGuarantee.Operation.COMPLETION;
import static dev.glint.s3.WriteGuarantee.Operation.PUT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class WriteGuaranteeTest {

    private static final String UNKNOWN = "not seen yet";
    private static final String HONOURED = "honoured, a write of a taken id was refused";
    private static final String REFUSED = "not supported, two writes of an id at the same moment can both succeed";

    private final WriteGuarantee guarantee = new WriteGuarantee();

    @Test
    void guaranteeIsUnknownAtFirst() {
        assertSays(UNKNOWN, UNKNOWN);
        assertFalse(guarantee.isRefused(PUT));
    }

    @Test
    void guaranteesOfOperationsAreSeparate() {
        guarantee.honoured(PUT);
        assertSays(HONOURED, UNKNOWN);
        guarantee.refused(COMPLETION);
        assertSays(HONOURED, REFUSED);
    }

    @Test
    void refusalIsFinal() {
        guarantee.honoured(PUT);
        guarantee.refused(PUT);
        guarantee.honoured(PUT);
        assertSays(REFUSED, UNKNOWN);
        assertTrue(guarantee.isRefused(PUT));
    }

    private void assertSays(String ofPut, String ofCompletion) {
        assertEquals(
                "If-None-Match on PUT: " + ofPut + "; on the completion of uploads: " + ofCompletion,
                guarantee.toString());
    }
}
