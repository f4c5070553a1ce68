package dev.powerstrip.clients;

import com.google.genai.ResponseStream;
import com.google.genai.errors.ApiException;
import com.google.genai.types.FunctionDeclaration;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.Part;
import com.google.genai.types.Schema;
import com.google.genai.types.Tool;
import com.google.gson.Gson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** {@code com.google.genai:google-genai} against the gateway. */
class GoogleGenAiJavaIT extends ClientContract {

    @Override
    Client connect(RunningGateway running) {
        return new GoogleGenAi(GeminiClients.of(running));
    }

    @Override
    Words words() {
        return new Words("STOP", "STOP");
    }

    private record GoogleGenAi(com.google.genai.Client google) implements Client {

        @Override
        public Heard ask(String model, String text) {
            return heard(List.of(google.models.generateContent(model, text, config().build())));
        }

        @Override
        public Heard stream(String model, String text) {
            return gathered(google.models.generateContentStream(model, text, config().build()));
        }

        @Override
        public Heard useTool(String model) {
            return heard(List.of(google.models.generateContent(model, "How is the weather in Bern?", withTool())));
        }

        @Override
        public Heard streamTool(String model) {
            return gathered(google.models.generateContentStream(model, "How is the weather in Bern?", withTool()));
        }

        private static Heard gathered(ResponseStream<GenerateContentResponse> stream) {
            try (stream) {
                var responses = new ArrayList<GenerateContentResponse>();
                stream.forEach(responses::add);
                return heard(responses);
            }
        }

        @Override
        public Failure fail(String model) {
            try {
                throw new AssertionError("answered: " + ask(model, "fail"));
            } catch (ApiException e) {
                return new Failure(e.code(), e.message());
            }
        }

        /** This client waits for the second response before it hands out the first; open, it has read the first. */
        @Override
        public void hangUp(String model, Consumer<String> first) {
            try (var stream = google.models.generateContentStream(model, "hang", config().build())) {
                first.accept(stream.toString());
            }
        }

        @Override
        public void close() {
            google.close();
        }

        private static GenerateContentConfig.Builder config() {
            return GenerateContentConfig.builder().maxOutputTokens(100);
        }

        private static GenerateContentConfig withTool() {
            return config().tools(Tool.builder()
                .functionDeclarations(FunctionDeclaration.builder().name("weather").description("Tells the weather")
                    .parameters(Schema.builder().type("OBJECT")
                        .properties(Map.of("city", Schema.builder().type("STRING").build())).required("city").build())
                    .build())
                .build()).build();
        }

        private static Heard heard(List<GenerateContentResponse> responses) {
            var parts = responses.stream().flatMap(response -> response.candidates().orElseThrow().stream())
                .flatMap(
                    candidate -> candidate.content().flatMap(content -> content.parts()).orElse(List.of()).stream())
                .toList();
            var call = parts.stream().flatMap(part -> part.functionCall().stream()).findFirst();
            var end = responses.get(responses.size() - 1);
            var usage = end.usageMetadata().orElseThrow();
            return new Heard(
                parts.stream().map(Part::text).flatMap(text -> text.stream()).collect(Collectors.joining()),
                call.flatMap(called -> called.name()).orElse(""),
                call.map(called -> new Gson().toJson(called.args().orElseThrow())).orElse(""),
                end.finishReason().toString(), usage.promptTokenCount().orElseThrow(),
                usage.candidatesTokenCount().orElseThrow());
        }
    }
}
