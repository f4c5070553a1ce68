package dev.powerstrip.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.Reasoning;
import com.openai.models.ReasoningEffort;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code com.openai:openai-java} against the gateway, by its Responses API. */
class OpenAiResponsesIT extends ClientContract {

    /** On a slow machine the database may still be opening, and nothing is stored meanwhile. */
    @BeforeAll
    void awaitDatabase() throws Exception {
        var caller = new Caller(gateway.address(), gateway.key());
        Eventually.get(() -> caller.get("key").status(), status -> status == 200, "the database is open");
    }

    @Override
    Client connect(RunningGateway running) {
        return new OpenAiResponses(openai(running.key()));
    }

    private OpenAIClient openai(String key) {
        return OpenAIOkHttpClient.builder().baseUrl(gateway.address() + "/v1").apiKey(key).maxRetries(0).build();
    }

    @Override
    Words words() {
        return new Words("completed", "completed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo/echo", "up/gpt-x", "anthropic/claude-sonnet-4.5"})
    void goesOnFromAStoredResponse(String model) throws Exception {
        var openai = openai(gateway.key());
        var first = openai.responses().create(OpenAiResponses.params(model, "Remember the number 4711").build());

        var second = openai.responses().create(OpenAiResponses.params(model, "And now?")
            .previousResponseId(first.id()).build());

        assertThat(second.validate().previousResponseId()).contains(first.id());
        var items = openai.responses().inputItems().list(second.id()).data();
        assertThat(items).hasSize(3);
        assertThat(items.toString()).contains("Remember the number 4711", text(first), "And now?");
        if (!model.startsWith("echo")) {
            var upstream = model.startsWith("up") ? upstreams.openai : upstreams.anthropic;
            var requests = upstream.requests();
            assertThat(requests.get(requests.size() - 1).text()).contains("Remember the number 4711", text(first),
                "And now?");
        }
    }

    @Test
    void givesAStoredResponseToItsKeyOnlyAndForgetsItWhenAsked() throws Exception {
        var openai = openai(gateway.key());
        var made = new Caller(gateway.address(), gateway.key()).post("keys", "{\"name\":\"another\"}",
            gateway.managementKey());
        var another = openai(made.json().get("key").getAsString());
        var response = openai.responses().create(OpenAiResponses.params("up/gpt-x", "Hi").build());

        assertThat(openai.responses().retrieve(response.id()).validate()).isEqualTo(response);
        assertThatThrownBy(() -> another.responses().retrieve(response.id())).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> another.responses().delete(response.id())).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> another.responses().inputItems().list(response.id()))
            .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> another.responses().create(OpenAiResponses.params("up/gpt-x", "Hi")
            .previousResponseId(response.id()).build())).isInstanceOf(NotFoundException.class);

        openai.responses().delete(response.id());

        assertThatThrownBy(() -> openai.responses().retrieve(response.id())).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> openai.responses().cancel(response.id())).isInstanceOf(NotFoundException.class);
    }

    @Test
    void storesNothingForAClientThatSaysSo() {
        var openai = openai(gateway.key());

        var response = openai.responses().create(OpenAiResponses.params("up/gpt-x", "Hi").store(false).build());

        assertThatThrownBy(() -> openai.responses().retrieve(response.id())).isInstanceOf(NotFoundException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void givesASignedThoughtBackToItsProviderAsItCame(boolean stored) {
        var openai = openai(gateway.key());
        var asked = OpenAiResponses.withTool("anthropic/claude-sonnet-4.5", "think")
            .reasoning(Reasoning.builder().effort(ReasoningEffort.HIGH).build()).maxOutputTokens(9000);
        var events = OpenAiResponses.events(openai, asked.build());
        var response = OpenAiResponses.gathered(events);
        var thought = response.output().stream().flatMap(item -> item.reasoning().stream()).findFirst().orElseThrow();
        var call = response.output().stream().flatMap(item -> item.functionCall().stream()).findFirst().orElseThrow();

        var result = ResponseInputItem.ofFunctionCallOutput(ResponseInputItem.FunctionCallOutput.builder()
            .callId(call.callId()).output("sunny").build());
        var next = stored ? asked.previousResponseId(response.id()).inputOfResponse(List.of(result))
            : asked.inputOfResponse(List.of(said("think"), ResponseInputItem.ofReasoning(thought),
                ResponseInputItem.ofFunctionCall(call), result));
        OpenAiResponses.events(openai, next.build());

        assertThat(events.stream().map(event -> event._json().orElseThrow().toString())
            .filter(json -> json.contains("response.reasoning_summary_text.delta"))).isNotEmpty();
        assertThat(thought.summary()).singleElement()
            .satisfies(summary -> assertThat(summary.text()).isEqualTo("They ask für Bern."));
        var sent = upstreams.anthropic.requests().get(upstreams.anthropic.requests().size() - 1).text();
        assertThat(JsonParser.parseString(sent).getAsJsonObject().getAsJsonArray("messages").get(1).toString())
            .contains("{\"type\":\"thinking\",\"thinking\":\"They ask für Bern.\",\"signature\":\"%s\"}"
                .formatted(ScriptedUpstreams.SIGNATURE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo/echo", "anthropic/claude-sonnet-4.5"})
    void asksLaterForAnAnswerThatItDidNotWaitFor(String model) throws Exception {
        var openai = openai(gateway.key());

        var accepted = openai.responses().create(OpenAiResponses.params(model, "Hi").background(true).build());

        assertThat(accepted.validate().status()).contains(ResponseStatus.IN_PROGRESS);
        var response = Eventually.get(() -> openai.responses().retrieve(accepted.id()).validate(),
            told -> told.status().filter(ResponseStatus.IN_PROGRESS::equals).isEmpty(), "the response is done");
        assertThat(response.status()).contains(ResponseStatus.COMPLETED);
        assertThat(text(response)).isEqualTo(model.startsWith("echo") ? "Hi" : ScriptedUpstreams.TEXT);
        assertThat(response.usage()).isPresent();
    }

    @Test
    void cancelsAnAnswerThatItDidNotWaitFor() {
        var openai = openai(gateway.key());
        var accepted = openai.responses().create(OpenAiResponses.params("up/gpt-x", "wait").background(true).build());
        var waiting = upstreams.openai.take();
        while (!waiting.text().contains("\"wait\"")) {
            waiting = upstreams.openai.take();
        }

        var cancelled = openai.responses().cancel(accepted.id());

        assertThat(cancelled.validate().status()).contains(ResponseStatus.CANCELLED);
        waiting.awaitHangUp();
        assertThat(openai.responses().retrieve(accepted.id()).status()).contains(ResponseStatus.CANCELLED);
    }

    private static ResponseInputItem said(String text) {
        return ResponseInputItem.ofMessage(ResponseInputItem.Message.builder()
            .role(ResponseInputItem.Message.Role.USER).addInputTextContent(text).build());
    }

    private static String text(Response response) {
        return response.output().stream().flatMap(item -> item.message().stream())
            .flatMap(message -> message.content().stream()).flatMap(part -> part.outputText().stream())
            .map(part -> part.text()).collect(Collectors.joining());
    }

    private record OpenAiResponses(OpenAIClient openai) implements Client {

        @Override
        public Heard ask(String model, String text) {
            return heard(openai.responses().create(params(model, text).build()).validate());
        }

        @Override
        public Heard stream(String model, String text) {
            return heard(gathered(events(openai, params(model, text).build())));
        }

        @Override
        public Heard useTool(String model) {
            return heard(openai.responses().create(withTool(model, "How is the weather in Bern?").build()).validate());
        }

        @Override
        public Heard streamTool(String model) {
            return heard(gathered(events(openai, withTool(model, "How is the weather in Bern?").build())));
        }

        @Override
        public Failure fail(String model) {
            try {
                throw new AssertionError("answered: " + ask(model, "fail"));
            } catch (OpenAIServiceException e) {
                return new Failure(e.statusCode(), e.getMessage());
            }
        }

        @Override
        public void hangUp(String model, Consumer<String> first) {
            try (var stream = openai.responses().createStreaming(params(model, "hang").build())) {
                first.accept(stream.stream().flatMap(event -> event.outputTextDelta().stream())
                    .map(delta -> delta.delta()).findFirst().orElseThrow());
            }
        }

        /** Every event of a stream, each of the shape that the client knows. */
        static List<ResponseStreamEvent> events(OpenAIClient openai, ResponseCreateParams params) {
            var events = new ArrayList<ResponseStreamEvent>();
            try (var stream = openai.responses().createStreaming(params)) {
                stream.stream().map(ResponseStreamEvent::validate).forEach(events::add);
            }
            return events;
        }

        static Response gathered(List<ResponseStreamEvent> events) {
            var gathered = ResponseAccumulator.create();
            events.forEach(gathered::accumulate);
            return gathered.response().validate();
        }

        static ResponseCreateParams.Builder params(String model, String text) {
            return ResponseCreateParams.builder().model(model).input(text).maxOutputTokens(100);
        }

        static ResponseCreateParams.Builder withTool(String model, String text) {
            var city = Map.of("city", Map.of("type", "string"));
            return params(model, text).addTool(FunctionTool.builder().name("weather").description("Tells the weather")
                .strict(false).parameters(FunctionTool.Parameters.builder()
                    .putAdditionalProperty("type", JsonValue.from("object"))
                    .putAdditionalProperty("properties", JsonValue.from(city))
                    .putAdditionalProperty("required", JsonValue.from(List.of("city"))).build())
                .build());
        }

        private static Heard heard(Response response) {
            var call = response.output().stream().flatMap(item -> item.functionCall().stream()).findFirst();
            var usage = response.usage().orElseThrow();
            return new Heard(text(response), call.map(ResponseFunctionToolCall::name).orElse(""),
                call.map(ResponseFunctionToolCall::arguments).orElse(""),
                response.status().orElseThrow().asString(), usage.inputTokens(), usage.outputTokens());
        }
    }
}
