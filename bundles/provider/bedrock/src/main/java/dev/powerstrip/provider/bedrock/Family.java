package dev.powerstrip.provider.bedrock;

import dev.powerstrip.sdk.provider.Endpoint;
import java.util.Arrays;

/** Whose model it is, where Converse does not hide the difference; told by the vendor in the model's id. */
enum Family {
    CLAUDE("anthropic."), NOVA("amazon.nova"), MISTRAL("mistral."), GPT("openai."), OTHER("");

    private final String mark;

    Family(String mark) {
        this.mark = mark;
    }

    static Family of(Endpoint endpoint) {
        return Arrays.stream(values()).filter(family -> endpoint.nativeId().contains(family.mark)).findFirst()
            .orElse(OTHER);
    }
}
