package dev.glint.source;

import static dev.glint.image.StoreFailure.Kind.SOURCE_REFUSED;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.image.StoreFailure;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressesTest {

    private static final SourcePolicy STRICT = new SourcePolicy(TestSources.settings(Map.of()));
    private static final SourcePolicy PRIVATE =
            new SourcePolicy(TestSources.settings(Map.of("image.source.allow-private-addresses", "true")));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "192.169.0.0",
                "192.0.1.0",
                "198.17.255.255",
                "198.20.0.0",
                "203.0.112.255",
                "223.255.255.255",
                "2606:4700::1111",
                "2001:4860:4860::8888",
                "2001:200::1",
                "2400::1",
                "2a00:1450::1",
                "2620:fe::fe",
                // Public IPv4 addresses in other notations
                "::ffff:8.8.8.8",
                "2002:808:808::1",
                "64:ff9b::8.8.8.8",
            })
    void publicAddressesAreAllowed(String address) throws UnknownHostException {
        assertTrue(PublicAddresses.contain(InetAddress.getByName(address)));
        assertArrayEquals(InetAddress.getAllByName(address), STRICT.resolve(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // This host, loopback, private, shared
                "0.0.0.0",
                "0.1.2.3",
                "127.0.0.1",
                "127.255.255.254",
                "10.0.0.1",
                "10.255.255.255",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.0.1",
                "192.168.255.255",
                "100.64.0.1",
                "100.127.255.255",
                // Link-local: addresses of the metadata services of clouds
                "169.254.169.254",
                "169.254.170.2",
                "169.254.0.0",
                "169.254.255.255",
                "fe80::1",
                "fe80::a9fe:a9fe",
                "febf::1",
                "fd00:ec2::254",
                // Protocol assignments, documentation, benchmarks
                "192.0.0.1",
                "192.0.0.192",
                "192.0.2.1",
                "192.88.99.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.1",
                "203.0.113.1",
                "2001:db8::1",
                "3fff::1",
                "2001::1",
                "2001:2::1",
                "2001:10::1",
                "100::1",
                "5f00::1",
                // Multicast, reserved, broadcast
                "224.0.0.1",
                "239.255.255.250",
                "240.0.0.1",
                "255.255.255.255",
                "ff02::1",
                "ff0e::1",
                // Unspecified, loopback, unique-local, site-local
                "::",
                "[::]",
                "::1",
                "[::1]",
                "fc00::1",
                "fdff::1",
                "fec0::1",
                "4000::1",
                "e000::1",
                // IPv4-mapped, IPv4-compatible, IPv4-translated, 6to4, NAT64 and Teredo forms of private addresses
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::ffff:a9fe:a9fe",
                "[::ffff:127.0.0.1]",
                "::ffff:0.0.0.0",
                "::127.0.0.1",
                "::10.0.0.1",
                "::8.8.8.8",
                "::ffff:0:127.0.0.1",
                "2002:7f00:1::",
                "2002:a00:1::1",
                "2002:a9fe:a9fe::1",
                "2002:c0a8:1::1",
                "2002::",
                "64:ff9b::127.0.0.1",
                "64:ff9b::10.0.0.1",
                "64:ff9b::169.254.169.254",
                "64:ff9b:1::8.8.8.8",
                "2001:0:7f00:1::",
            })
    void otherAddressesAreRefused(String address) throws UnknownHostException {
        assertFalse(PublicAddresses.contain(InetAddress.getByName(address)));
        assertEquals(
                SOURCE_REFUSED,
                assertThrows(StoreFailure.class, () -> STRICT.resolve(address)).kind());
        assertArrayEquals(InetAddress.getAllByName(address), PRIVATE.resolve(address));
    }

    /** Versions of the platform parse these differently, but no version may resolve one to a private address. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST",
                "127.1",
                "127.0.1",
                "0177.0.0.1",
                "0177.0.0.01",
                "0x7f.0.0.1",
                "0x7f.1",
                "0x7f000001",
                "2130706433",
                "017700000001",
                "0",
                "00000000.0.0.0",
                "0xa9fea9fe",
                "2852039166",
                "169.16689662",
                "0251.0376.0251.0376",
                "10.1",
                "192.168.257",
                "3232235521",
                "",
                "fe80::1%lo",
                "::1%lo",
                "::1%1",
                "[::ffff:7f00:1]",
            })
    void noSpellingResolvesToAPrivateAddress(String host) {
        try {
            for (InetAddress address : STRICT.resolve(host)) {
                assertTrue(PublicAddresses.contain(address), address.toString());
            }
        } catch (StoreFailure failure) {
            assertEquals(SOURCE_REFUSED, failure.kind());
        } catch (UnknownHostException e) {
            // An unknown host is as good as a refused one.
        }
    }
}
