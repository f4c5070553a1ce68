package dev.powerstrip.provider.openai;

import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.provider.Provider;
import dev.powerstrip.sdk.testing.HttpListContract;
import dev.powerstrip.sdk.testing.ModelsFile;

class OpenAiListContractTest extends HttpListContract {

    @Override
    protected Provider provider() {
        return new OpenAiProvider();
    }

    @Override
    protected Endpoint endpoint(Form form) {
        return ModelsFile.of(OpenAiProvider.class, "openai").endpoint(switch (form.name()) {
            case "openai.images" -> "openai/gpt-image-1";
            case "openai.speech" -> "openai/gpt-4o-mini-tts";
            case "openai.transcription" -> "openai/gpt-4o-transcribe";
            case "openai.moderation" -> "openai/omni-moderation-latest";
            default -> "openai/text-embedding-3-small";
        });
    }
}
