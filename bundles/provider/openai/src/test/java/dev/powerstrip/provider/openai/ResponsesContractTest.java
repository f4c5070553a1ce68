package dev.powerstrip.provider.openai;

import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.testing.ChatCase;
import dev.powerstrip.sdk.testing.HttpAdapterContract;
import dev.powerstrip.sdk.testing.ModelsFile;
import java.nio.file.Path;
import java.util.Set;

/** A model that OpenAI serves through Responses only. */
class ResponsesContractTest extends HttpAdapterContract {

    @Override
    protected ChatProvider provider() {
        return new OpenAiProvider();
    }

    @Override
    protected Path golden() {
        return super.golden().resolve("responses-only");
    }

    @Override
    protected Set<ChatCase> cannot() {
        return Set.of(ChatCase.AUDIO);
    }

    @Override
    protected String errorEvent(Form form, String message) {
        return "event: error\ndata: {\"type\":\"error\",\"sequence_number\":9,\"code\":\"server_error\",\"message\":\"%s\","
            .formatted(message) + "\"param\":null}\n\n";
    }

    @Override
    protected String unknownEvent(Form form) {
        return "event: response.novelty.delta\ndata: {\"type\":\"response.novelty\",\"output_index\":0}\n\n";
    }

    @Override
    protected Endpoint endpoint() {
        return ModelsFile.of(OpenAiProvider.class, "openai").endpoint("openai/gpt-5.3-codex");
    }
}
