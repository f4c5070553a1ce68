package dev.powerstrip.admin;

import static dev.powerstrip.admin.FakeClient.call;
import static org.assertj.core.api.Assertions.assertThat;

import dev.powerstrip.line.Catalog;
import dev.powerstrip.sdk.provider.Endpoint;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelSiteTest {

    private static final String REFRESH = "/api/v1/admin/models/refresh";

    private final ModelSite site = new ModelSite(FakeClient.authenticator(), new AskedCatalog());

    @Test
    void saysWhatTheProvidersListWhenItIsTheirTurn() throws Exception {
        assertThat(call(site, "POST", REFRESH, "").json().toString())
            .isEqualTo("{\"data\":[{\"provider\":\"acme\",\"outcome\":\"12 models\"}]}");
    }

    @Test
    void asksNobodyForAGet() throws Exception {
        assertThat(call(site, "GET", REFRESH, "").status()).isEqualTo(405);
    }

    /** A catalogue whose one provider lists twelve models. */
    private static final class AskedCatalog implements Catalog {

        @Override
        public Map<String, List<Endpoint>> models() {
            return Map.of();
        }

        @Override
        public Choice choose(String model) {
            return new Choice(List.of(), false);
        }

        @Override
        public Map<String, String> refresh() {
            return Map.of("acme", "12 models");
        }
    }
}
