package dev.powerstrip.admin;

import static dev.powerstrip.admin.FakeClient.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PluginSiteTest {

    private static final String PLUGINS = "/api/v1/admin/plugins";

    private final FakePluginAdmin plugins = new FakePluginAdmin();
    private final PluginSite site = new PluginSite(FakeClient.authenticator(), plugins);

    @Test
    void listsWhatIsPluggedInAndWhyTheRestIsNot() throws Exception {
        plugins.plugins.add(FakePluginAdmin.current("provider.echo"));
        plugins.plugins.add(FakePluginAdmin.off("provider.openai", "set OPENAI_API_KEY"));
        plugins.plugins.add(FakePluginAdmin.refused("x.jar", "it exports packages"));

        var list = call(site, "GET", PLUGINS, "").json().getAsJsonArray("data");

        assertThat(list.get(0).toString()).isEqualTo(
            "{\"id\":\"provider.echo\",\"kind\":\"provider\",\"revisions\":[{\"number\":1,\"version\":\"1.0.0\","
                + "\"digest\":\"0123456789ab\",\"state\":\"current\",\"leases\":2,"
                + "\"since\":\"2026-11-22T10:00:00Z\"}]}");
        assertThat(list.get(1).getAsJsonObject().get("off").getAsString()).isEqualTo("set OPENAI_API_KEY");
        assertThat(list.get(2).getAsJsonObject().getAsJsonArray("revisions").get(0).getAsJsonObject().get("reason")
            .getAsString()).isEqualTo("it exports packages");
    }

    @Test
    void showsOnePluginByItsEncodedId() throws Exception {
        plugins.plugins.add(FakePluginAdmin.current("provider.compatible~my+one"));

        for (var id : new String[] {"provider.compatible~my+one", "provider.compatible%7Emy%2Bone"}) {
            assertThat(call(site, "GET", PLUGINS + "/" + id, "").json().getAsJsonObject("data").get("id").getAsString())
                .isEqualTo("provider.compatible~my+one");
        }
        assertRefused("GET", PLUGINS + "/provider.none", "", ErrorType.NOT_FOUND, "provider.none");
        assertRefused("GET", PLUGINS + "/%zz", "", ErrorType.INVALID_REQUEST, "%25");
    }

    @Test
    void addsAJarAndTakesItOut() throws Exception {
        var added = call(site, "POST", "/v1/admin/plugins?name=acme.jar", "jar");
        assertThat(added.status()).isEqualTo(200);
        assertThat(added.json().getAsJsonObject("data").get("id").getAsString()).isEqualTo("provider.acme");

        assertThat(call(site, "DELETE", PLUGINS + "/provider.acme", "").json().toString())
            .isEqualTo("{\"deleted\":true}");
        assertRefused("DELETE", PLUGINS + "/provider.acme", "", ErrorType.NOT_FOUND, "provider.acme");
    }

    @Test
    void passesOnWhyAJarIsRefused() {
        assertRefused("POST", PLUGINS + "?name=acme.jar", "bad", ErrorType.UNPROCESSABLE, "no bundle");
        assertRefused("POST", PLUGINS + "?name=acme.jar", "", ErrorType.INVALID_REQUEST, "empty");
    }

    @Test
    void letsALowerVersionInOnlyIfThatIsSaid() throws Exception {
        call(site, "POST", PLUGINS + "?name=acme.jar", "jar");
        assertThat(plugins.downgrades).isEmpty();

        call(site, "POST", PLUGINS + "?name=acme.jar&allowDowngrade=true", "jar");
        assertThat(plugins.downgrades)
            .containsExactly("0163f1eea7894350060624d315234d40c508ab251ba121714e234503045faadd");

        assertRefused("POST", PLUGINS + "?name=acme.jar&allowDowngrade=yes", "jar", ErrorType.INVALID_REQUEST,
            "\"allowDowngrade\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?name=", "?name=acme.zip", "?name=..%2Facme.jar", "?name=.acme.jar", "?name=a%00.jar"})
    void refusesAJarWithoutAFileNameOfItsOwn(String query) {
        assertRefused("POST", PLUGINS + query, "jar", ErrorType.INVALID_REQUEST, "\"name\"");
    }

    @Test
    void takesJarsFromThisMachineOnlyUnlessTheOperatorWantsMore() throws Exception {
        assertThatThrownBy(() -> call(site, "POST", PLUGINS + "?name=acme.jar", "jar", "manager", "192.0.2.7"))
            .isInstanceOf(GatewayException.class).hasMessageContaining("\"upload\"");

        plugins.uploads = true;
        assertThat(call(site, "POST", PLUGINS + "?name=acme.jar", "jar", "manager", "192.0.2.7").status())
            .isEqualTo(200);
    }

    @Test
    void triesARevisionOutGoesBackAndTellsWhatHappened() throws Exception {
        call(site, "POST", PLUGINS + "/provider.echo/canary", "{\"revision\": 2, \"percent\": 5}");
        call(site, "POST", PLUGINS + "/provider.echo/canary",
            "{\"revision\": \"1.4.2\", \"steps\": [5, 25, 100], \"step\": \"5m\"}");
        call(site, "POST", PLUGINS + "/provider.echo/rollback", "");
        call(site, "POST", PLUGINS + "/provider.echo/rollback", "{\"why\": \"too slow\"}");
        call(site, "POST", PLUGINS + "/provider.echo/release", "");
        call(site, "POST", PLUGINS + "?name=acme.jar&canary=5,100&step=90s", "jar");

        assertThat(plugins.done).containsExactly("canary provider.echo 2 [5] PT1M",
            "canary provider.echo 1.4.2 [5, 25, 100] PT5M", "rollback provider.echo: an operator asked for it",
            "rollback provider.echo: too slow", "release provider.echo", "add acme.jar [5, 100] PT1M30S");
        var events = call(site, "GET", PLUGINS + "/provider.echo/log", "").json().getAsJsonArray("data");
        assertThat(events.get(0).getAsJsonObject().get("what").getAsString()).isEqualTo("current");
        assertThat(call(site, "GET", PLUGINS + "/log", "").json().getAsJsonArray("data")).hasSize(1);
        assertThat(call(site, "GET", PLUGINS + "/provider.echo/rollback", "").headers().first("Allow"))
            .contains("POST");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"percent": 5}                                | "revision"
        {"revision": 2}                               | "percent"
        {"revision": 2, "percent": "5"}               | "percent"
        {"revision": 2, "percent": 101}               | rising
        {"revision": 2, "steps": [25, 5]}             | rising
        {"revision": 2, "steps": []}                  | rising
        {"revision": 2, "percent": 5, "step": "soon"} | "step"
        {"revision": 2, "percent": 5, "step": "0s"}   | step""")
    void refusesATrialThatMakesNoSense(String body, String named) {
        assertRefused("POST", PLUGINS + "/provider.echo/canary", body, ErrorType.INVALID_REQUEST, named);
    }

    @Test
    void letsOnlyManagementKeysIn() {
        assertThatThrownBy(() -> call(site, "GET", PLUGINS, "", "user", "127.0.0.1"))
            .isInstanceOfSatisfying(GatewayException.class,
                refused -> assertThat(refused.type()).isEqualTo(ErrorType.PERMISSION_DENIED));
    }

    @Test
    void saysWhichMethodsAndRoutesThereAre() throws Exception {
        assertThat(call(site, "DELETE", PLUGINS, "").headers().first("Allow")).contains("GET, POST");
        assertThat(call(site, "PUT", PLUGINS + "/provider.echo", "").headers().first("Allow")).contains("GET, DELETE");
        assertRefused("GET", "/v1/admin/nothing", "", ErrorType.NOT_FOUND, "/v1/admin/nothing");
        assertRefused("GET", "/v1/admin", "", ErrorType.NOT_FOUND, "admin/plugins");
    }

    private void assertRefused(String method, String target, String body, ErrorType type, String named) {
        assertThatThrownBy(() -> call(site, method, target, body)).isInstanceOfSatisfying(GatewayException.class,
            refused -> assertThat(refused.type()).isEqualTo(type)).hasMessageContaining(named);
    }
}
