package dev.glint.source;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * The addresses of the public internet: those that the IANA registries of special-purpose addresses do not set aside.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry">IPv4</a>
 * @see <a href="https://www.iana.org/assignments/iana-ipv6-special-registry">IPv6</a>
 */
final class PublicAddresses {

    private static final IpSubnetFilterRule[] SPECIAL = {
        // "This network", private, shared (CGNAT), loopback, link-local
        block("0.0.0.0", 8),
        block("10.0.0.0", 8),
        block("100.64.0.0", 10),
        block("127.0.0.0", 8),
        block("169.254.0.0", 16),
        block("172.16.0.0", 12),
        block("192.168.0.0", 16),
        // Protocol assignments, documentation, 6to4 relays, benchmarks
        block("192.0.0.0", 24),
        block("192.0.2.0", 24),
        block("192.88.99.0", 24),
        block("198.18.0.0", 15),
        block("198.51.100.0", 24),
        block("203.0.113.0", 24),
        // Multicast, reserved, broadcast
        block("224.0.0.0", 3),
        // Teredo and other protocol assignments, documentation
        block("2001::", 23),
        block("2001:db8::", 32),
        block("3fff::", 20),
    };

    /** All that is global unicast so far; unique-local, link-local, multicast and the unspecified address lie outside. */
    private static final IpSubnetFilterRule GLOBAL_UNICAST = block("2000::", 3);
    /** Addresses that contain an IPv4 address, which then decides: 6to4 in bits 16 to 47, NAT64 in the last 32. */
    private static final IpSubnetFilterRule SIX_TO_FOUR = block("2002::", 16);

    private static final IpSubnetFilterRule NAT64 = block("64:ff9b::", 96);

    private PublicAddresses() {}

    static boolean contain(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet6Address) {
            if (isIn(SIX_TO_FOUR, address)) {
                return contain(embedded(bytes, 2));
            }
            if (isIn(NAT64, address)) {
                return contain(embedded(bytes, 12));
            }
            if (!isIn(GLOBAL_UNICAST, address)) {
                return false;
            }
        }
        return Arrays.stream(SPECIAL).noneMatch(block -> isIn(block, address));
    }

    private static InetAddress embedded(byte[] bytes, int offset) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, offset, offset + 4));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static IpSubnetFilterRule block(String prefix, int bits) {
        // A literal: nothing is looked up.
        return new IpSubnetFilterRule(prefix, bits, IpFilterRuleType.REJECT);
    }

    private static boolean isIn(IpSubnetFilterRule block, InetAddress address) {
        return block.matches(new InetSocketAddress(address, 0));
    }
}
