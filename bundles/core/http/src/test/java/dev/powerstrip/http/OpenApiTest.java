package dev.powerstrip.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.dialect.Route;
import dev.powerstrip.sdk.dialect.Shape;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.http.RequestHead;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenApiTest {

    private static final Shape ERROR = Shape.object().needs("error", Shape.string(), "It.").named("Error");
    private static final Shape ASK = Shape.object().needs("model", Shape.text(), "Whom.").named("Ask");

    @Test
    void saysARouteWithAllThatIsKnownOfIt() {
        var document = document(Route.post("chats/{+id}", "ask", "Asks.").variable("id", "Which.")
            .query("slow", Shape.flag(), "Whether.").takes(ASK).answers(Shape.object()).streams(Shape.string())
            .status(201).fails(ERROR, ErrorType.INVALID_REQUEST, ErrorType.UNKNOWN_MODEL, ErrorType.TIMEOUT));

        var operation = at(document, "paths", "/chats/{id}", "post");
        assertThat(text(operation, "operationId")).isEqualTo("ask");
        assertThat(operation.getAsJsonArray("parameters")).map(OpenApiTest::inAndRequired)
            .containsExactly("path id true", "query slow false");
        assertThat(text(operation, "requestBody", "content", "application/json", "schema", "$ref"))
            .isEqualTo("#/components/schemas/Ask");
        assertThat(at(document, "components", "schemas", "Ask")).isEqualTo(ASK.schema());
        assertThat(at(operation, "responses").keySet()).containsExactly("201", "400", "504");
        assertThat(at(operation, "responses", "201", "content").keySet())
            .containsExactly("application/json", "text/event-stream");
        assertThat(text(operation, "responses", "400", "$ref")).isEqualTo("#/components/responses/Error400");
        assertThat(text(document, "components", "responses", "Error400", "description"))
            .contains("invalid_request", "context_length_exceeded");
    }

    @Test
    void saysWhereAPathBegins() {
        var document = document(Route.get("models", "list", "Lists."), Route.get("/healthz", "alive", "Lives."));

        assertThat(document.getAsJsonArray("servers").toString())
            .isEqualTo("[{\"url\":\"/api/v1\"},{\"url\":\"/v1\"}]");
        assertThat(at(document, "paths", "/models").has("servers")).isFalse();
        assertThat(at(document, "paths", "/healthz").getAsJsonArray("servers").toString())
            .isEqualTo("[{\"url\":\"/\"}]");
    }

    @Test
    void saysWhoNeedsWhichKey() {
        var document
            = document(Route.get("models", "list", "Lists."), Route.get("/healthz", "alive", "Lives.").openToAll(),
                Route.get("/v1beta/models", "google", "Lists."));

        assertThat(document.getAsJsonArray("security").toString()).isEqualTo("[{\"bearer\":[]},{\"apiKey\":[]}]");
        assertThat(at(document, "paths", "/models", "get").has("security")).isFalse();
        assertThat(at(document, "paths", "/healthz", "get").getAsJsonArray("security")).isEmpty();
        assertThat(at(document, "paths", "/v1beta/models", "get").getAsJsonArray("security").toString())
            .contains("googleKey", "googleQueryKey");
    }

    @Test
    void makesOneOperationOfRoutesThatDifferInAHeader() {
        var document = document(
            Route.get("models", "listAsAnthropic", "Lists another way.").needsHeader("anthropic-version", "Which.")
                .answers(Shape.object().named("Theirs")),
            Route.get("models", "list", "Lists.").answers(Shape.object().named("Ours")));

        var operation = at(document, "paths", "/models", "get");
        assertThat(text(operation, "operationId")).isEqualTo("list");
        assertThat(operation.getAsJsonArray("parameters")).map(OpenApiTest::inAndRequired)
            .containsExactly("header anthropic-version false");
        assertThat(at(operation, "responses", "200", "content", "application/json", "schema").toString())
            .isEqualTo("{\"anyOf\":[{\"$ref\":\"#/components/schemas/Ours\"},"
                + "{\"$ref\":\"#/components/schemas/Theirs\"}]}");
    }

    @Test
    void saysInPlaceWhatHasTheNameOfSomethingElse() {
        var document = document(Route.post("one", "one", "One.").takes(ASK),
            Route.post("two", "two", "Two.").takes(Shape.object().with("other", Shape.flag(), "It.").named("Ask")));

        assertThat(at(document, "components", "schemas", "Ask")).isEqualTo(ASK.schema());
        assertThat(at(document, "paths", "/two", "post", "requestBody", "content", "application/json", "schema")
            .has("properties")).isTrue();
    }

    @Test
    void describesWhatTheSitesServeAndNothingElse() throws Exception {
        try (var gateway = new Gateway().describing(Route.get("plain", "plain", "Is plain."))
            .serves("/v1/plain", client -> client.answer(Gateway.text("plain"))); var client = gateway.connect()) {
            var described = client.get("/openapi.json").answer().text();
            gateway.sites.remove(gateway.sites.accepting(head("/v1/plain")).orElseThrow().site());
            var after = client.get("/openapi.json").answer().text();

            assertThat(described).contains("\"/plain\"", "\"/healthz\"", "\"/readyz\"", "\"/openapi.json\"");
            assertThat(after).contains("\"/healthz\"").doesNotContain("\"/plain\"");
        }
    }

    private static RequestHead head(String path) {
        return new RequestHead("GET", path, "", Headers.none(), new InetSocketAddress("127.0.0.1", 1));
    }

    private static JsonObject document(Route... routes) {
        return new OpenApi("1.2.3", List.of(routes)).document();
    }

    private static JsonObject at(JsonObject json, String... names) {
        return Arrays.stream(names).reduce(json, JsonObject::getAsJsonObject, (first, second) -> second);
    }

    private static String text(JsonObject json, String... names) {
        return at(json, Arrays.copyOf(names, names.length - 1)).get(names[names.length - 1]).getAsString();
    }

    private static String inAndRequired(JsonElement parameter) {
        var json = parameter.getAsJsonObject();
        return "%s %s %s".formatted(json.get("in").getAsString(), json.get("name").getAsString(), json.get("required"));
    }
}
