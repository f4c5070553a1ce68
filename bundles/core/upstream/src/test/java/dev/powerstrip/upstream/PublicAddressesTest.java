package dev.powerstrip.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressesTest {

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255",
        "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1",
        "192.88.99.1", "192.168.0.1", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1",
        "239.255.255.255", "240.0.0.1", "255.255.255.255",
        // this host, unspecified, link-local, site-local, unique local, multicast
        "::1", "::", "fe80::1", "febf::1", "fec0::1", "fc00::1", "fd12:3456:789a::1", "ff02::1", "ff0e::1",
        // documentation, benchmarking, Teredo, ORCHID, discard, segment routing
        "2001:db8::1", "3fff::1", "2001:2::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:20::1", "100::1",
        "5f00::1",
        // IPv4 within: compatible, mapped, translated, NAT64, 6to4, ISATAP
        "::7f00:1", "::ffff:0:7f00:1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::808:808",
        "2002:7f00:1::1", "2002:a00:1::", "2002:c0a8:101::5", "2002:a9fe:a9fe::1", "2a00:1450::5efe:a00:1",
        "2a00:1450::200:5efe:7f00:1"})
    void isNotPublic(String address) throws Exception {
        assertThat(PublicAddresses.contain(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.1", "93.184.216.34", "100.63.255.255",
        "100.128.0.1", "126.255.255.255", "128.0.0.1", "169.253.255.255", "169.255.0.1", "172.15.255.255", "172.32.0.1",
        "192.167.255.255", "192.169.0.1", "198.17.255.255", "198.20.0.1", "223.255.255.255", "2606:4700:4700::1111",
        "2a00:1450:4001:81b::200e", "2001:4860:4860::8888", "64:ff9b::808:808", "2002:808:808::1"})
    void isPublic(String address) throws Exception {
        assertThat(PublicAddresses.contain(InetAddress.getByName(address))).isTrue();
    }

    /** Java makes an IPv4 address of a mapped one when it reads it; a resolver need not. */
    @Test
    void judgesAMappedAddressByTheOneInIt() {
        assertThat(PublicAddresses.isPublic(mapped("7f000001"))).isFalse();
        assertThat(PublicAddresses.isPublic(mapped("a9fea9fe"))).isFalse();
        assertThat(PublicAddresses.isPublic(mapped("0a000001"))).isFalse();
        assertThat(PublicAddresses.isPublic(mapped("08080808"))).isTrue();
    }

    private static byte[] mapped(String address) {
        return HexFormat.of().parseHex("00000000000000000000ffff" + address);
    }
}
