package dev.powerstrip.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.powerstrip.line.Catalog;
import dev.powerstrip.line.testing.FakePlugins;
import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.auth.Principal.Role;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.EmbeddingRequest;
import dev.powerstrip.sdk.chat.ImageRequest;
import dev.powerstrip.sdk.chat.ModelRequest;
import dev.powerstrip.sdk.chat.ProviderPreferences;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.routing.RoutingStrategy;
import java.lang.annotation.Annotation;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CatalogueRouterTest {

    private static final Principal ANN = new Principal("a1", "ann", Role.INFERENCE);

    private static final ProviderPreferences REQUIRING
        = new ProviderPreferences(List.of(), List.of(), List.of(), true, true);

    private final FakeCatalog catalog = new FakeCatalog();
    private final FakePlugins plugins = new FakePlugins();

    @Test
    void plansTheModelsEndpointsInCatalogueOrder() {
        catalog.add("m", "eu", "us");

        assertThat(providers(request(ProviderPreferences.none(), "m"))).containsExactly("eu", "us");
    }

    @Test
    void putsEndpointsThatSpeakTheClientsFormFirst() {
        catalog.add("m", endpoint("eu", "m", "{\"forms\": [\"anthropic.messages\"]}"), endpoint("us", "m", "{}"));

        assertThat(providers(request(ProviderPreferences.none(), "m"))).containsExactly("us", "eu");
    }

    @Test
    void asksNoModelForWhatItDoesNotDo() {
        catalog.add("m", endpoint("eu", "m", "{\"output_modalities\": [\"text\"]}"),
            endpoint("us", "m", "{\"output_modalities\": [\"embeddings\"]}"), endpoint("asia", "m", "{}"));

        assertThat(providers(request(ProviderPreferences.none(), "m"))).containsExactly("eu", "asia");
        assertThat(providers(new EmbeddingRequest(Form.OPENAI_EMBEDDINGS,
            json("{}"), List.of("m"), ProviderPreferences.none())))
            .containsExactly("us", "asia");
    }

    @Test
    void namesModelsThatCanDoWhatTheAskedOneCannot() {
        catalog.add("chat", endpoint("eu", "chat", "{\"output_modalities\": [\"text\", \"image\"]}"));
        catalog.add("unknown", endpoint("eu", "unknown", "{}"));
        var pictures = new ImageRequest(Form.OPENAI_IMAGES, json("{}"),
            List.of("chat"), false, ProviderPreferences.none());

        assertThatThrownBy(() -> router("").plan(pictures, same -> same, ANN))
            .hasMessage("chat is no model for images: no provider that is on lists one");

        catalog.add("paint", endpoint("eu", "paint", """
            {"output_modalities": ["image"], "forms": ["openai.images"]}"""));

        assertThatThrownBy(() -> router("").plan(pictures, same -> same, ANN))
            .hasMessage("chat is no model for images: use one that is, such as paint");
        assertThatThrownBy(() -> router("").plan(request(ProviderPreferences.none(), "paint"), same -> same, ANN))
            .hasMessageContaining("paint is no model for chat");
    }

    @Test
    void sortsByPriceWhereTheModelsNameAsksForIt() {
        catalog.add("m", endpoint("untold", "m", "{}"), endpoint("dear", "m", priced("2")),
            endpoint("cheap", "m", priced("1")));

        assertThat(providers(request(ProviderPreferences.none(), "m:floor"))).containsExactly("cheap", "dear",
            "untold");
    }

    private static String priced(String prompt) {
        return "{\"pricing\": {\"prompt\": \"%s\", \"completion\": \"0\"}}".formatted(prompt);
    }

    @Test
    void triesTheProvidersThatTheClientOrdersFirstAndTheRestAfterThem() {
        catalog.add("m", "eu", "us", "asia");

        var wanted = new ProviderPreferences(List.of("asia", "nobody", "US"), List.of(), List.of(), true);

        assertThat(providers(request(wanted, "m"))).containsExactly("asia", "us", "eu");
    }

    @Test
    void keepsToTheOrderedProvidersWithoutFallbacks() {
        catalog.add("m", "eu", "us", "asia");

        var wanted = new ProviderPreferences(List.of("asia"), List.of(), List.of(), false);

        assertThat(providers(request(wanted, "m"))).containsExactly("asia");
    }

    @Test
    void keepsToTheFirstEndpointWithoutFallbacksAndWithoutOrder() {
        catalog.add("m", "eu", "us");

        var plan = router("").plan(request(new ProviderPreferences(List.of(), List.of(), List.of(), false), "m"),
            same -> same, ANN);

        assertThat(plan.endpoints()).extracting(Endpoint::provider).containsExactly("eu");
        assertThat(plan.leftOut()).singleElement().satisfies(out -> {
            assertThat(out.endpoint().provider()).isEqualTo("us");
            assertThat(out.reason()).contains("allow_fallbacks");
        });
    }

    @Test
    void honoursOnlyAndIgnore() {
        catalog.add("m", "eu", "us", "asia");

        assertThat(
            providers(request(new ProviderPreferences(List.of(), List.of("us", "asia"), List.of("us"), true), "m")))
            .containsExactly("asia");
    }

    @Test
    void saysWhyNoEndpointIsLeft() {
        catalog.add("m", "eu");

        var wanted = new ProviderPreferences(List.of(), List.of("us"), List.of(), true);

        assertThatThrownBy(() -> router("").plan(request(wanted, "m"), same -> same, ANN)).isInstanceOfSatisfying(
            GatewayException.class, refused -> {
                assertThat(refused.type()).isEqualTo(ErrorType.NOT_FOUND);
                assertThat(refused).hasMessageContaining("eu: provider.only permits [us]");
            });
    }

    @Test
    void goesOnWithTheNextModelOfTheRequest() {
        catalog.add("m", "eu");
        catalog.add("n", "us");

        assertThat(providers(request(ProviderPreferences.none(), "m", "n"))).containsExactly("eu", "us");
    }

    @Test
    void neverFallsBackToAnEndpointThatMustBeAskedForByName() {
        catalog.add("m", "eu");
        catalog.add("echo/echo", endpoint("echo", "echo/echo", "{\"fallback\": false}"));

        assertThat(providers(request(ProviderPreferences.none(), "m", "echo/echo"))).containsExactly("eu");
        assertThat(providers(request(ProviderPreferences.none(), "echo/echo"))).containsExactly("echo");
    }

    @Test
    void letsTheConfiguredStrategyOrderAndDistrustsWhatItInvents() {
        catalog.add("m", "eu", "us");
        var stranger = endpoint("stranger", "m", "{}");
        plugins.put(RoutingStrategy.class, "backwards", (candidates, principal) -> {
            var order = new ArrayList<>(candidates);
            Collections.reverse(order);
            order.add(stranger);
            order.add(candidates.get(0));
            return order;
        });

        var plan = router("backwards").plan(request(ProviderPreferences.none(), "m"), same -> same, ANN);

        assertThat(plan.endpoints()).extracting(Endpoint::provider).containsExactly("us", "eu");
    }

    @Test
    void keepsTheCataloguesOrderWhereTheStrategyFailsAlsoInTheListThatItReturns() {
        catalog.add("m", "eu", "us");
        plugins.put(RoutingStrategy.class, "broken", (candidates, principal) -> new AbstractList<>() {

            @Override
            public Endpoint get(int index) {
                throw new StackOverflowError();
            }

            @Override
            public int size() {
                return 2;
            }
        });

        var plan = router("broken").plan(request(ProviderPreferences.none(), "m"), same -> same, ANN);

        assertThat(plan.endpoints()).extracting(Endpoint::provider).containsExactly("eu", "us");
    }

    @Test
    void refusesToRouteByAStrategyThatIsNotRunning() {
        catalog.add("m", "eu", "us");

        assertThatThrownBy(() -> router("weighted").plan(request(ProviderPreferences.none(), "m"), same -> same, ANN))
            .isInstanceOf(GatewayException.class).hasMessageContaining("weighted");
    }

    @Test
    void asksOnlyEndpointsThatListEverySettingWhereTheRequestWantsThemAllHonoured() {
        catalog.add("m", endpoint("untold", "m", "{}"), listing("few", "temperature", "max_completion_tokens"),
            listing("all", "temperature", "max_tokens", "seed", "reasoning", "tools", "structured_outputs"));

        assertThat(providers(demanding("{\"temperature\": 1, \"max_tokens\": 9, \"tools\": []}")))
            .containsExactly("few", "all");
        assertThat(providers(demanding("""
            {"seed": 1, "reasoning_effort": "low", "response_format": {"type": "json_schema"}}""")))
            .containsExactly("all");
        assertThat(providers(demanding("{\"messages\": [], \"response_format\": {\"type\": \"text\"}}")))
            .containsExactly("untold", "few", "all");
        assertThatThrownBy(() -> providers(demanding("{\"parallel_tool_calls\": false, \"top_k\": 4}")))
            .hasMessageContaining(
                "few: it does not list parallel_tool_calls, top_k, and provider.require_parameters is true");
    }

    @Test
    void goesByTheValuesOfAToolChoiceThatAnEndpointSaysWork() {
        catalog.add("m", endpoint("weak", "m", """
            {"supports_tool_choice": {"auto": true, "required": false, "function": false}}"""),
            listing("all", "tool_choice"), listing("none", "tools"));

        assertThat(providers(demanding("{\"tool_choice\": \"auto\"}"))).containsExactly("weak", "all");
        assertThat(providers(demanding("{\"tool_choice\": \"required\"}"))).containsExactly("all");
        assertThat(providers(demanding("{\"tool_choice\": {\"type\": \"function\", \"function\": {\"name\": \"f\"}}}")))
            .containsExactly("all");
    }

    @Test
    void findsTheSettingsOfOtherFormsByTheirNamesInTheCanonicalOne() {
        catalog.add("m", listing("few", "temperature"), listing("all", "stop"));
        var messages
            = new ChatRequest(Form.ANTHROPIC_MESSAGES, json("{\"stop_sequences\": [\"x\"]}"), List.of("m"), false,
                REQUIRING);

        var plan = router("").plan(messages, said -> messages.in(Form.OPENAI_CHAT, json("{\"stop\": [\"x\"]}")), ANN);

        assertThat(plan.endpoints()).extracting(Endpoint::provider).containsExactly("all");
    }

    private static ChatRequest demanding(String body) {
        return new ChatRequest(Form.OPENAI_CHAT, json(body), List.of("m"), false, REQUIRING);
    }

    private static Endpoint listing(String provider, String... parameters) {
        return endpoint(provider, "m",
            "{\"supported_parameters\": [\"%s\"]}".formatted(String.join("\", \"", parameters)));
    }

    private static JsonView json(String text) {
        return JsonView.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> providers(ModelRequest request) {
        return router("").plan(request, same -> same, ANN).endpoints().stream().map(Endpoint::provider).toList();
    }

    private CatalogueRouter router(String strategy) {
        return new CatalogueRouter(catalog, plugins, config(strategy));
    }

    private static ChatRequest request(ProviderPreferences preferences, String... models) {
        return new ChatRequest(Form.OPENAI_CHAT, json("{}"),
            List.of(models), false, preferences);
    }

    private static Endpoint endpoint(String provider, String model, String facts) {
        return Endpoint.of(provider, provider, model, model, JsonParser.parseString(facts).getAsJsonObject());
    }

    private static CatalogueRouter.Config config(String strategy) {
        return new CatalogueRouter.Config() {

            @Override
            public String strategy() {
                return strategy;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return CatalogueRouter.Config.class;
            }
        };
    }

    private static final class FakeCatalog implements Catalog {

        private final Map<String, List<Endpoint>> models = new LinkedHashMap<>();

        void add(String model, String... providers) {
            models.put(model, List.of(providers).stream()
                .map(provider -> Endpoint.of(provider, provider, model, model, new JsonObject())).toList());
        }

        void add(String model, Endpoint... endpoints) {
            models.put(model, List.of(endpoints));
        }

        @Override
        public Map<String, List<Endpoint>> models() {
            return models;
        }

        @Override
        public Choice choose(String model) {
            return new Choice(models.get(model.replace(":floor", "")), model.endsWith(":floor"));
        }
    }
}
