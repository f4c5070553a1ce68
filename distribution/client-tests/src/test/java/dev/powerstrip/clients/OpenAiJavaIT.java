package dev.powerstrip.clients;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.OpenAIServiceException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** {@code com.openai:openai-java} against the gateway. */
class OpenAiJavaIT extends ClientContract {

    @Override
    Client connect(RunningGateway running) {
        return new OpenAiJava(OpenAIOkHttpClient.builder().baseUrl(running.address() + "/v1").apiKey(running.key())
            .maxRetries(0).build());
    }

    @Override
    Words words() {
        return new Words("stop", "tool_calls");
    }

    private record OpenAiJava(OpenAIClient openai) implements Client {

        @Override
        public Heard ask(String model, String text) {
            return heard(openai.chat().completions().create(params(model, text).build()));
        }

        @Override
        public Heard stream(String model, String text) {
            return gathered(params(model, text).build());
        }

        @Override
        public Heard useTool(String model) {
            return heard(openai.chat().completions().create(withTool(model)));
        }

        @Override
        public Heard streamTool(String model) {
            return gathered(withTool(model));
        }

        private Heard gathered(ChatCompletionCreateParams params) {
            var gathered = ChatCompletionAccumulator.create();
            try (var stream = openai.chat().completions().createStreaming(params)) {
                stream.stream().forEach(gathered::accumulate);
            }
            return heard(gathered.chatCompletion());
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
            try (var stream = openai.chat().completions().createStreaming(params(model, "hang").build())) {
                first.accept(stream.stream().flatMap(chunk -> chunk.choices().stream())
                    .flatMap(choice -> choice.delta().content().stream()).filter(text -> !text.isEmpty()).findFirst()
                    .orElseThrow());
            }
        }

        private static ChatCompletionCreateParams.Builder params(String model, String text) {
            return ChatCompletionCreateParams.builder().model(model).addUserMessage(text).maxCompletionTokens(100);
        }

        private static ChatCompletionCreateParams withTool(String model) {
            var city = Map.of("city", Map.of("type", "string"));
            return params(model, "How is the weather in Bern?").addTool(ChatCompletionFunctionTool.builder()
                .function(FunctionDefinition.builder().name("weather").description("Tells the weather")
                    .parameters(FunctionParameters.builder().putAdditionalProperty("type", JsonValue.from("object"))
                        .putAdditionalProperty("properties", JsonValue.from(city))
                        .putAdditionalProperty("required", JsonValue.from(List.of("city"))).build())
                    .build())
                .build()).build();
        }

        private static Heard heard(ChatCompletion completion) {
            var choice = completion.choices().get(0);
            var call = choice.message().toolCalls().orElse(List.of()).stream().findFirst()
                .map(tool -> tool.asFunction().function());
            var usage = completion.usage().orElseThrow();
            return new Heard(choice.message().content().orElse(""), call.map(function -> function.name()).orElse(""),
                call.map(function -> function.arguments()).orElse(""), choice.finishReason().asString(),
                usage.promptTokens(), usage.completionTokens());
        }
    }
}
