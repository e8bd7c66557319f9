package dev.glint.source;

import static dev.glint.source.SourcePolicyTest.assertVerdict;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts that programs parse differently. */
class DoubtfulHostsTest {

    private static final SourcePolicy POLICY = SourcePolicyTest.policy(Map.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2130706433",
                "0x7f000001",
                "0X7F000001",
                "0x7f000001.",
                "0x",
                "0",
                "8",
                "017700000001",
                "0177.0.0.1",
                "010.8.8.8",
                "8.8.8.08",
                "8.008.8.8",
                "8.8.00.8",
                "08.8.8.8.",
                "127.0.0.1.",
                "0x7f.1",
                "[::ffff:0177.0.0.1]",
                "[::ffff:8.8.8.08]",
                "[fe80::1%25eth0]",
                "[fe80::1%1]",
                "0x7f.0.0.1",
                "127.1",
                "127.0.1",
            })
    void ambiguousNumericHostsAreInvalid(String host) {
        assertVerdict("invalid", POLICY, "https://" + host + "/hush");
        assertVerdict("invalid", POLICY, "https://" + host + ":443");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.8.8.8",
                "8.0.0.8",
                "80.100.200.10",
                "[2606:0470::0001]",
                "[::ffff:8.8.8.8]",
                "007.example.org",
                "1.007.example.org",
                "0x7f.example.org",
                "8.8.8.8.example.org",
                "3com",
            })
    void otherNumericHostsAreAllowed(String host) {
        assertVerdict("good", POLICY, "https://" + host + "/image");
    }
}
