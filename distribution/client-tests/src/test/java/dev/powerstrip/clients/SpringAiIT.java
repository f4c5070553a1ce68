package dev.powerstrip.clients;

import com.openai.errors.OpenAIServiceException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.MessageAggregator;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.tool.function.FunctionToolCallback;

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

    private record SpringAi(String baseUrl, String key) implements Client {

        private static final Duration PATIENCE = Duration.ofSeconds(30);

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
