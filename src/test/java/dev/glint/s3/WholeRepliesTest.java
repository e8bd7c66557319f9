package dev.glint.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholeRepliesTest {

    private static final String REPLY = """
            <?xml version="1.0" encoding="UTF-8"?>

            <CompleteMultipartUploadResult><Key>a&lt;b</Key><ETag/></CompleteMultipartUploadResult>""";

    @Test
    void everyCutReplyIsBroken() {
        for (int end = 1; end < REPLY.length(); end++) {
            assertFalse(isWhole(REPLY.substring(0, end)), REPLY.substring(0, end));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {REPLY, REPLY + "\n", "<Empty/>", " <Empty/>", "not found"})
    void wholeReplyIsWhole(String body) {
        assertTrue(isWhole(body));
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\n  ", "  <Result>"})
    void blanksBeforeACutAreBroken(String body) {
        assertFalse(isWhole(body));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void replyWithoutBodyIsWholeWhereTheRequestAllows(boolean mayBeEmpty) {
        assertEquals(mayBeEmpty, WholeReplies.isWhole(new byte[0], mayBeEmpty));
    }

    /** A file or an address that it names is not read. */
    @Test
    void entityFromOutsideIsNotRead() {
        assertFalse(isWhole("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/hostname\">]><a>&b;</a>"));
    }

    private static boolean isWhole(String body) {
        return WholeReplies.isWhole(body.getBytes(UTF_8), true);
    }
}
