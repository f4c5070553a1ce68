package dev.powerstrip.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UpstreamHeaderTest {

    @Test
    void readsTheHostsThatAreCalledBesides() throws Exception {
        assertThat(UpstreamHeader.of("defaults;baseUrl=\"https://api.vendor.test/v1\";credential=\"\";name=Vendor;"
            + "allowUnlisted=false;hosts=\"auth.vendor.test,*-api.vendor.test\"").orElseThrow().hosts())
            .containsExactly("auth.vendor.test", "*-api.vendor.test");
    }

    @Test
    void makesDoWithoutAnyInAnOlderPlugin() throws Exception {
        assertThat(UpstreamHeader.of("defaults;baseUrl=\"https://api.vendor.test/v1\"").orElseThrow().hosts())
            .isEmpty();
        assertThat(
            UpstreamHeader.of("defaults;baseUrl=\"https://api.vendor.test/v1\";hosts=\"\"").orElseThrow().hosts())
            .isEmpty();
    }
}
