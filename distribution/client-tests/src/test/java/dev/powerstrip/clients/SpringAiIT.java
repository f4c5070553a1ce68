package dev.powerstrip.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.errors.OpenAIServiceException;
import dev.powerstrip.sdk.testing.FakeUpstream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.MessageAggregator;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.tool.function.FunctionToolCallback;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.MimeTypeUtils;

/** {@code org.springframework.ai:spring-ai-openai} against the gateway. */
class SpringAiIT extends ClientContract {

    @Override
    Client connect(RunningGateway running) {
        return new SpringAi(running.address() + "/v1", running.key());
    }

    @Override
    Words words() {
        return new Words("stop", "tool_calls");
    }

    @ParameterizedTest
    @ValueSource(strings = {"up/gpt-x", "anthropic/claude-sonnet-4.5", "google/gemini-2.5-flash"})
    void saysPicturesCallsAtOnceTheirResultsAndASchema(String model) {
        var picture = new Media(MimeTypeUtils.IMAGE_PNG, new ByteArrayResource(new byte[] {1, 2, 3}));
        var calls = AssistantMessage.builder().content("Let me look.").toolCalls(List.of(call("call_1", "Bern"),
            call("call_2", "Thun"))).build();
        var results = ToolResponseMessage.builder().responses(List.of(new ToolResponse("call_1", "weather", "rain"),
            new ToolResponse("call_2", "weather", "snow"))).build();
        var spring = new SpringAi(gateway.address() + "/v1", gateway.key());
        var options = spring.options(model).reasoningEffort("low").outputSchema(
            """
            {"type":"object","properties":{"verdict":{"type":"string"}},"required":["verdict"],"additionalProperties":false}""");
        var asked = new Prompt(List.of(new SystemMessage("Be brief."),
            UserMessage.builder().text("How is it?").media(picture).build(), calls, results), options.build());

        spring.model(model).call(asked);

        var requests = upstream(model).requests();
        assertThat(requests.get(requests.size() - 1).text()).contains("Be brief.", "AQID", "Let me look.", "Bern",
            "Thun",
            "rain", "snow", "verdict");
    }

    private FakeUpstream upstream(String model) {
        return switch (model.substring(0, model.indexOf('/'))) {
            case "anthropic" -> upstreams.anthropic;
            case "google" -> upstreams.gemini;
            default -> upstreams.openai;
        };
    }

    private static ToolCall call(String id, String city) {
        return new ToolCall(id, "function", "weather", "{\"city\":\"%s\"}".formatted(city));
    }

    @Test
    void readsCallsThatAreMadeAtOnceAndWhatWasThought() {
        var spring = new SpringAi(gateway.address() + "/v1", gateway.key());

        var answer = spring.model("up/gpt-x").call(SpringAi.prompt("both", spring.options("up/gpt-x"))).getResult()
            .getOutput();

        assertThat(answer.getToolCalls()).extracting(ToolCall::id).containsExactly("a", "b");
        assertThat(answer.getToolCalls()).extracting(ToolCall::arguments).containsExactly("{\"city\":\"Bern\"}",
            "{\"city\":\"Thun\"}");
        assertThat(answer.getMetadata()).containsEntry("reasoningContent", "They ask.");
    }

    @Test
    void isToldOfAFailureWithinAStream() {
        var spring = new SpringAi(gateway.address() + "/v1", gateway.key());

        assertThatThrownBy(() -> spring.stream("up/gpt-x", "break")).hasMessageContaining("out of memory");
    }

    private record SpringAi(String baseUrl, String key) implements Client {

        private static final Duration PATIENCE = Duration.ofSeconds(60);

        @Override
        public Heard ask(String model, String text) {
            return heard(model(model).call(prompt(text, options(model))));
        }

        @Override
        public Heard stream(String model, String text) {
            return gathered(model, prompt(text, options(model)));
        }

        @Override
        public Heard useTool(String model) {
            return heard(model(model).call(withTool(model)));
        }

        @Override
        public Heard streamTool(String model) {
            return gathered(model, withTool(model));
        }

        private Heard gathered(String model, Prompt prompt) {
            var whole = new AtomicReference<ChatResponse>();
            new MessageAggregator().aggregate(model(model).stream(prompt), whole::set).blockLast(PATIENCE);
            return heard(whole.get());
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
            first.accept(model(model).stream(prompt("hang", options(model)))
                .mapNotNull(
                    response -> response.getResult() == null ? null : response.getResult().getOutput().getText())
                .filter(text -> !text.isEmpty()).blockFirst(PATIENCE));
        }

        private OpenAiChatModel model(String model) {
            return OpenAiChatModel.builder().options(options(model).build()).build();
        }

        private OpenAiChatOptions.Builder options(String model) {
            return OpenAiChatOptions.builder().baseUrl(baseUrl).apiKey(key).model(model).maxRetries(0)
                .streamUsage(true);
        }

        private static Prompt prompt(String text, OpenAiChatOptions.Builder options) {
            return new Prompt(text, options.build());
        }

        /** A chat model tells of the call and leaves the tool to its caller. */
        private Prompt withTool(String model) {
            var weather = FunctionToolCallback.builder("weather", (City city) -> "12 °C")
                .description("Tells the weather").inputType(City.class).build();
            return prompt("How is the weather in Bern?", options(model).toolCallbacks(weather));
        }

        private static Heard heard(ChatResponse response) {
            var result = response.getResult();
            var message = result.getOutput();
            var call = message.hasToolCalls() ? message.getToolCalls().get(0) : null;
            var usage = response.getMetadata().getUsage();
            return new Heard(message.getText() == null ? "" : message.getText(), call == null ? "" : call.name(),
                call == null ? "" : call.arguments(), result.getMetadata().getFinishReason().toLowerCase(Locale.ROOT),
                usage.getPromptTokens(), usage.getCompletionTokens());
        }
    }

    record City(String city) {}
}
