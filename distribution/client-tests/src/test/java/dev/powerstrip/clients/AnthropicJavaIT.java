package dev.powerstrip.clients;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.Tool;
import com.google.gson.Gson;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** {@code com.anthropic:anthropic-java} against the gateway. */
class AnthropicJavaIT extends ClientContract {

    @Override
    Client connect(RunningGateway running) {
        return new AnthropicJava(AnthropicOkHttpClient.builder().baseUrl(running.address().toString())
            .apiKey(running.key()).maxRetries(0).build());
    }

    @Override
    Words words() {
        return new Words("end_turn", "tool_use");
    }

    private record AnthropicJava(AnthropicClient anthropic) implements Client {

        @Override
        public Heard ask(String model, String text) {
            return heard(anthropic.messages().create(params(model, text).build()));
        }

        @Override
        public Heard stream(String model, String text) {
            return gathered(params(model, text).build());
        }

        @Override
        public Heard useTool(String model) {
            return heard(anthropic.messages().create(withTool(model)));
        }

        @Override
        public Heard streamTool(String model) {
            return gathered(withTool(model));
        }

        private Heard gathered(MessageCreateParams params) {
            var gathered = MessageAccumulator.create();
            try (var stream = anthropic.messages().createStreaming(params)) {
                stream.stream().forEach(gathered::accumulate);
            }
            return heard(gathered.message());
        }

        @Override
        public Failure fail(String model) {
            try {
                throw new AssertionError("answered: " + ask(model, "fail"));
            } catch (AnthropicServiceException e) {
                return new Failure(e.statusCode(), e.getMessage());
            }
        }

        @Override
        public void hangUp(String model, Consumer<String> first) {
            try (var stream = anthropic.messages().createStreaming(params(model, "hang").build())) {
                first.accept(stream.stream().flatMap(event -> event.contentBlockDelta().stream())
                    .flatMap(event -> event.delta().text().stream()).map(delta -> delta.text()).findFirst()
                    .orElseThrow());
            }
        }

        private static MessageCreateParams.Builder params(String model, String text) {
            return MessageCreateParams.builder().model(model).maxTokens(100).addUserMessage(text);
        }

        private static MessageCreateParams withTool(String model) {
            return params(model, "How is the weather in Bern?").addTool(Tool.builder().name("weather")
                .description("Tells the weather")
                .inputSchema(Tool.InputSchema.builder()
                    .properties(Tool.InputSchema.Properties.builder()
                        .putAdditionalProperty("city", JsonValue.from(Map.of("type", "string"))).build())
                    .required(List.of("city")).build())
                .build()).build();
        }

        private static Heard heard(Message message) {
            var call = message.content().stream().flatMap(block -> block.toolUse().stream()).findFirst();
            var text = message.content().stream().flatMap(block -> block.text().stream()).map(block -> block.text())
                .collect(Collectors.joining());
            return new Heard(text, call.map(tool -> tool.name()).orElse(""),
                call.map(tool -> new Gson().toJson(tool._input().convert(Map.class))).orElse(""),
                message.stopReason().orElseThrow().asString(), message.usage().inputTokens(),
                message.usage().outputTokens());
        }
    }
}
