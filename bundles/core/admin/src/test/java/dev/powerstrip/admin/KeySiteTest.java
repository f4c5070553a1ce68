package dev.powerstrip.admin;

import static dev.powerstrip.admin.FakeClient.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonNull;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeySiteTest {

    private final FakeLedger ledger = new FakeLedger();
    private final FakePluginAdmin plugins = new FakePluginAdmin();
    private final KeySite site = new KeySite(FakeClient.authenticator(), ledger, plugins,
        Clock.fixed(Instant.parse("2026-11-22T10:00:00Z"), ZoneOffset.UTC));

    @Test
    void makesAKeyAndShowsItsTextOnce() throws Exception {
        var made = call(site, "POST", "/api/v1/keys",
            "{\"name\":\"ci\",\"limit\":null,\"expires_at\":\"2027-01-01T00:00:00Z\"}");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().get("key").getAsString()).isEqualTo("sk-ps-the-text");
        var data = made.json().getAsJsonObject("data");
        assertThat(data.get("name").getAsString()).isEqualTo("ci");
        assertThat(data.get("label").getAsString()).isEqualTo("sk-ps-abc...wxyz");
        assertThat(data.get("management").getAsBoolean()).isFalse();
        assertThat(data.get("expires_at").getAsString()).isEqualTo("2027-01-01T00:00:00Z");
        assertThat(data.get("limit")).isEqualTo(JsonNull.INSTANCE);

        var hash = data.get("hash").getAsString();
        assertThat(call(site, "GET", "/v1/keys/" + hash, "").json().toString()).doesNotContain("sk-ps-the-text");
    }

    @Test
    void saysWhatAKeySpentAsNumbers() throws Exception {
        call(site, "POST", "/v1/keys", "{\"name\":\"ci\"}");

        var key = call(site, "GET", "/v1/keys", "").json().getAsJsonArray("data").get(0).getAsJsonObject();

        assertThat(key.get("usage").getAsBigDecimal()).isEqualByComparingTo("1.5");
        assertThat(key.get("usage_daily").getAsBigDecimal()).isEqualByComparingTo("0.0000001");
        assertThat(key.get("usage_monthly").toString()).isEqualTo("100");
        assertThat(key.get("byok_usage").getAsInt()).isZero();
    }

    @Test
    void makesAManagementKeyWhenAsked() throws Exception {
        call(site, "POST", "/v1/keys", "{\"name\":\"ops\",\"management\":true}");

        assertThat(ledger.keys().get(0).management()).isTrue();
    }

    @Test
    void listsEnabledKeysUnlessAskedForAllAndFromAnOffset() throws Exception {
        for (int i = 0; i < 3; i++) {
            call(site, "POST", "/v1/keys", "{\"name\":\"k" + i + "\"}");
        }
        call(site, "PATCH", "/v1/keys/" + ledger.keys().get(1).hash(), "{\"disabled\":true}");

        assertThat(names("/v1/keys")).containsExactly("k0", "k2");
        assertThat(names("/v1/keys?include_disabled=true")).containsExactly("k0", "k1", "k2");
        assertThat(names("/v1/keys?include_disabled=true&offset=2")).containsExactly("k2");
        assertRefused("GET", "/v1/keys?offset=-1", "", ErrorType.INVALID_REQUEST, "\"offset\"");
    }

    @Test
    void renamesDisablesAndDeletesAKey() throws Exception {
        call(site, "POST", "/v1/keys", "{\"name\":\"old\"}");
        var hash = ledger.keys().get(0).hash();

        var changed = call(site, "PATCH", "/v1/keys/" + hash, "{\"name\":\"new\",\"disabled\":true}");
        assertThat(changed.json().getAsJsonObject("data").get("name").getAsString()).isEqualTo("new");
        assertThat(changed.json().getAsJsonObject("data").get("disabled").getAsBoolean()).isTrue();

        assertThat(call(site, "DELETE", "/v1/keys/" + hash, "").json().toString()).isEqualTo("{\"deleted\":true}");
        assertRefused("DELETE", "/v1/keys/" + hash, "", ErrorType.NOT_FOUND, "no key");
        assertRefused("GET", "/v1/keys/" + hash, "", ErrorType.NOT_FOUND, "no key");
        assertRefused("PATCH", "/v1/keys/" + hash, "{\"name\":\"x\"}", ErrorType.NOT_FOUND, "no key");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{                                    | not JSON", //
        "[]                                   | JSON object", //
        "{}                                   | \"name\"", //
        "{\"name\":7}                         | \"name\"", //
        "{\"name\":\" \"}                     | \"name\"", //
        "{\"name\":\"x\",\"name\":\"y\"}      | \"name\"", //
        "{\"name\":\"x\",\"color\":\"red\"}   | \"color\"", //
        "{\"name\":\"x\",\"limit\":10}        | \"limit\"", //
        "{\"name\":\"x\",\"baseUrl\":\"http://10.0.0.1/\"} | \"baseUrl\" cannot be set here", //
        "{\"name\":\"x\",\"limit_reset\":\"daily\"} | \"limit_reset\"", //
        "{\"name\":\"x\",\"include_byok_in_limit\":true} | \"include_byok_in_limit\"", //
        "{\"name\":\"x\",\"management\":\"yes\"} | \"management\"", //
        "{\"name\":\"x\",\"expires_at\":\"2026-11-22T10:00:00Z\"} | \"expires_at\"", //
        "{\"name\":\"x\",\"expires_at\":\"2027-01-01T00:00:00+01:00\"} | \"expires_at\"", //
        "{\"name\":\"x\",\"expires_at\":\"soon\"} | \"expires_at\""
    })
    void refusesANewKeyThatIsSaidWrongAndNamesTheField(String body, String named) {
        assertRefused("POST", "/v1/keys", body, ErrorType.INVALID_REQUEST, named);
        assertThat(ledger.keys()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"limit\":5}", "{\"disabled\":\"no\"}", "{\"management\":true}", "{\"name\":null}"})
    void refusesAChangeThatIsSaidWrong(String body) throws Exception {
        call(site, "POST", "/v1/keys", "{\"name\":\"x\"}");

        assertRefused("PATCH", "/v1/keys/" + ledger.keys().get(0).hash(), body, ErrorType.INVALID_REQUEST, "");
    }

    @Test
    void refusesThatAKeyLocksItselfOut() {
        assertRefused("DELETE", "/v1/keys/" + FakeClient.MANAGER, "", ErrorType.INVALID_REQUEST,
            "another management key");
        assertRefused("PATCH", "/v1/keys/" + FakeClient.MANAGER, "{\"disabled\":true}", ErrorType.INVALID_REQUEST,
            "another management key");
    }

    @Test
    void managesKeysWhileTheDatabaseIsAway() throws Exception {
        ledger.away = true;
        call(site, "POST", "/v1/keys", "{\"name\":\"a\"}");
        call(site, "POST", "/v1/keys", "{\"name\":\"b\"}");
        ledger.asked = 0;

        var list = call(site, "GET", "/v1/keys", "").json().getAsJsonArray("data");

        assertThat(list).hasSize(2).allMatch(key -> key.getAsJsonObject().get("usage").isJsonNull());
        assertThat(ledger.asked).isEqualTo(1);
    }

    @Test
    void letsOnlyManagementKeysIn() {
        assertThatThrownBy(() -> call(site, "GET", "/v1/keys", "", "user", "127.0.0.1"))
            .isInstanceOfSatisfying(GatewayException.class,
                refused -> assertThat(refused.type()).isEqualTo(ErrorType.PERMISSION_DENIED))
            .hasMessageContaining("data/management-key");
        assertThatThrownBy(() -> call(site, "GET", "/v1/keys", "", "nobody", "127.0.0.1"))
            .isInstanceOf(GatewayException.class);
    }

    @Test
    void pinsAKeyToRevisionsThatRunAndLetsItGo() throws Exception {
        var made = call(site, "POST", "/api/v1/keys",
            "{\"name\":\"tenant\",\"may_pin\":true,\"pins\":[\"provider.openai@1.4.2\"]}").json()
            .getAsJsonObject("data");
        assertThat(made.get("may_pin").getAsBoolean()).isTrue();
        assertThat(made.getAsJsonArray("pins").get(0).getAsString()).isEqualTo("provider.openai@1.4.2");
        var route = "/api/v1/keys/" + made.get("hash").getAsString();

        var changed = call(site, "PATCH", route, "{\"pins\":[\"provider.openai@sha256:0123abcd\"]}").json()
            .getAsJsonObject("data");
        assertThat(changed.get("may_pin").getAsBoolean()).isTrue();
        assertThat(call(site, "PATCH", route, "{\"pins\":[],\"may_pin\":false}").json().getAsJsonObject("data")
            .getAsJsonArray("pins")).isEmpty();

        assertThat(plugins.done).containsExactly("pin provider.openai@1.4.2", "pins changed",
            "pin provider.openai@sha256:0123abcd", "pins changed", "pins changed");
    }

    @Test
    void refusesPinsToWhatThereIsNot() throws Exception {
        for (var pins : new String[] {"\"x\"", "[7]", "[\"dialect.openai@1\"]", "[\"provider.openai\"]",
            "[\"provider.openai@9.9.9\"]"}) {
            assertThatThrownBy(() -> call(site, "POST", "/api/v1/keys", "{\"name\":\"t\",\"pins\":" + pins + "}"))
                .as(pins).isInstanceOf(GatewayException.class);
        }
        assertThat(ledger.keys()).isEmpty();
    }

    @Test
    void saysWhichMethodsThereAre() throws Exception {
        var all = call(site, "PUT", "/api/v1/keys", "");
        var one = call(site, "POST", "/api/v1/keys/abc", "{}");

        assertThat(all.status()).isEqualTo(405);
        assertThat(all.headers().first("Allow")).contains("GET, POST");
        assertThat(all.json().getAsJsonObject("error").get("code").getAsInt()).isEqualTo(405);
        assertThat(one.headers().first("Allow")).contains("GET, PATCH, DELETE");
    }

    @Test
    void leavesOtherRoutesToOthers() {
        for (var path : new String[] {"/v1/key", "/v1/keysmith", "/keys", "/v2/keys", "/v1/admin/plugins"}) {
            assertThatThrownBy(() -> call(site, "GET", path, "")).as(path).isInstanceOf(AssertionError.class);
        }
    }

    private java.util.List<String> names(String target) throws Exception {
        return call(site, "GET", target, "").json().getAsJsonArray("data").asList().stream()
            .map(key -> key.getAsJsonObject().get("name").getAsString()).toList();
    }

    private void assertRefused(String method, String target, String body, ErrorType type, String named) {
        assertThatThrownBy(() -> call(site, method, target, body)).isInstanceOfSatisfying(GatewayException.class,
            refused -> assertThat(refused.type()).isEqualTo(type)).hasMessageContaining(named);
    }
}
