package dev.powerstrip.upstream;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Knows which addresses belong to the public internet. What leads to an IPv4 address by way of an IPv6 one is as public as
 * that is.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry">IANA's registries of special addresses</a>
 */
final class PublicAddresses {

    private static final List<Range> SPECIAL = ranges("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8",
        "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24",
        "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4");
    /** Nothing else is in use as public IPv6, the exceptions within it left out. */
    private static final Range GLOBAL = range("2000::/3");
    private static final List<Range> SPECIAL_6 = ranges("2001::/23", "2001:db8::/32", "2620:4f:8000::/48", "3fff::/20");
    private static final Range MAPPED = new Range(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 0, 0, 0, 0}, 96);
    private static final Range NAT64 = range("64:ff9b::/96");
    private static final Range SIX_TO_FOUR = range("2002::/16");

    private PublicAddresses() {}

    private static List<Range> ranges(String... texts) {
        return Arrays.stream(texts).map(PublicAddresses::range).toList();
    }

    private static Range range(String text) {
        int slash = text.indexOf('/');
        try {
            return new Range(InetAddress.getByName(text.substring(0, slash)).getAddress(),
                Integer.parseInt(text.substring(slash + 1)));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("a literal is not looked up", impossible);
        }
    }

    static boolean contain(InetAddress address) {
        return isPublic(address.getAddress());
    }

    static boolean isPublic(byte[] address) {
        return address.length == 4 ? isPublic4(address) : isPublic6(address);
    }

    private static boolean isPublic4(byte[] address) {
        return SPECIAL.stream().noneMatch(range -> range.contains(address));
    }

    private static boolean isPublic6(byte[] address) {
        if (MAPPED.contains(address) || NAT64.contains(address)) {
            return isPublic4(within(address, 12));
        }
        if (!GLOBAL.contains(address) || SPECIAL_6.stream().anyMatch(range -> range.contains(address))) {
            return false;
        }
        return (!SIX_TO_FOUR.contains(address) || isPublic4(within(address, 2)))
            && (!isIsatap(address) || isPublic4(within(address, 12)));
    }

    private static byte[] within(byte[] address, int from) {
        return Arrays.copyOfRange(address, from, from + 4);
    }

    /** A tunnel whose interface identifier carries an IPv4 address (RFC 5214). */
    private static boolean isIsatap(byte[] address) {
        return (address[8] & ~0x02) == 0 && address[9] == 0 && address[10] == 0x5e && address[11] == (byte) 0xfe;
    }

    /** Addresses that begin alike. */
    private record Range(byte[] first, int bits) {

        boolean contains(byte[] address) {
            if (address.length != first.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> bit % 8;
                if ((address[bit / 8] & mask) != (first[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
