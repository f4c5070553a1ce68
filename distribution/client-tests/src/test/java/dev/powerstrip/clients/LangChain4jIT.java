package dev.powerstrip.clients;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** {@code dev.langchain4j:langchain4j-open-ai} against the gateway. */
class LangChain4jIT extends ClientContract {

    @Override
    Client connect(RunningGateway running) {
        return new LangChain4j(running.address() + "/v1", running.key());
    }

    @Override
    Words words() {
        return new Words("stop", "tool_execution");
    }

    private record LangChain4j(String baseUrl, String key) implements Client {

        @Override
        public Heard ask(String model, String text) {
            return heard(whole(model, request(text).build()));
        }

        @Override
        public Heard stream(String model, String text) {
            return heard(gathered(model, request(text).build()));
        }

        @Override
        public Heard useTool(String model) {
            return heard(whole(model, withTool()));
        }

        @Override
        public Heard streamTool(String model) {
            return heard(gathered(model, withTool()));
        }

        private ChatResponse whole(String model, ChatRequest request) {
            return OpenAiChatModel.builder().baseUrl(baseUrl).apiKey(key).modelName(model).maxRetries(0).build()
                .chat(request);
        }

        private ChatResponse gathered(String model, ChatRequest request) {
            var complete = new CompletableFuture<ChatResponse>();
            streaming(model).chat(request, new StreamingChatResponseHandler() {

                @Override
                public void onCompleteResponse(ChatResponse response) {
                    complete.complete(response);
                }

                @Override
                public void onError(Throwable error) {
                    complete.completeExceptionally(error);
                }
            });
            return complete.orTimeout(30, TimeUnit.SECONDS).join();
        }

        private OpenAiStreamingChatModel streaming(String model) {
            return OpenAiStreamingChatModel.builder().baseUrl(baseUrl).apiKey(key).modelName(model).build();
        }

        @Override
        public Failure fail(String model) {
            try {
                throw new AssertionError("answered: " + ask(model, "fail"));
            } catch (dev.langchain4j.exception.RateLimitException e) {
                var cause = (HttpException) e.getCause();
                return new Failure(cause.statusCode(), cause.getMessage());
            }
        }

        @Override
        public void hangUp(String model, Consumer<String> first) {
            var heard = new CompletableFuture<String>();
            streaming(model).chat(request("hang").build(), new StreamingChatResponseHandler() {

                @Override
                public void onPartialResponse(PartialResponse partial, PartialResponseContext context) {
                    heard.complete(partial.text());
                    context.streamingHandle().cancel();
                }

                @Override
                public void onCompleteResponse(ChatResponse response) {
                    heard.completeExceptionally(new AssertionError("it never completes"));
                }

                @Override
                public void onError(Throwable error) {
                    heard.completeExceptionally(error);
                }
            });
            first.accept(heard.orTimeout(30, TimeUnit.SECONDS).join());
        }

        private static ChatRequest.Builder request(String text) {
            return ChatRequest.builder().messages(UserMessage.from(text));
        }

        private static ChatRequest withTool() {
            return request("How is the weather in Bern?").toolSpecifications(ToolSpecification.builder().name("weather")
                .description("Tells the weather")
                .parameters(JsonObjectSchema.builder().addStringProperty("city").required("city").build()).build())
                .build();
        }

        private static Heard heard(ChatResponse response) {
            var message = response.aiMessage();
            var call = message.hasToolExecutionRequests() ? message.toolExecutionRequests().get(0) : null;
            return new Heard(message.text() == null ? "" : message.text(), call == null ? "" : call.name(),
                call == null ? "" : call.arguments(), response.finishReason().name().toLowerCase(Locale.ROOT),
                response.tokenUsage().inputTokenCount(), response.tokenUsage().outputTokenCount());
        }
    }
}
