package dev.powerstrip.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UpstreamHeaderTest {

    @Test
    void readsTheHostsThatAreCalledBesides() throws Exception {
        var header = UpstreamHeader.of("defaults;baseUrl=\"https://api.vendor.test/v1\";credential=\"\";name=Vendor;"
            + "allowUnlisted=false;hosts=\"auth.vendor.test,*-api.vendor.test\";needsFile=true").orElseThrow();

        assertThat(header.hosts()).containsExactly("auth.vendor.test", "*-api.vendor.test");
        assertThat(header.needsFile()).isTrue();
    }

    @Test
    void makesDoWithoutAnyInAnOlderPlugin() throws Exception {
        assertThat(UpstreamHeader.of("defaults;baseUrl=\"https://api.vendor.test/v1\"").orElseThrow().hosts())
            .isEmpty();
        assertThat(UpstreamHeader.of("defaults;baseUrl=\"https://api.vendor.test/v1\"").orElseThrow().needsFile())
            .isFalse();
        assertThat(
            UpstreamHeader.of("defaults;baseUrl=\"https://api.vendor.test/v1\";hosts=\"\"").orElseThrow().hosts())
            .isEmpty();
    }
}
