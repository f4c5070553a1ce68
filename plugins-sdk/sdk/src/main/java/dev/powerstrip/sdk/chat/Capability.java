package dev.powerstrip.sdk.chat;

import java.util.Locale;
import java.util.Set;

/** What a model can be asked for. */
public enum Capability {
    CHAT("text", "image", "audio"), EMBEDDINGS("embeddings"), RERANK("rerank"), COUNTING("text", "image", "audio");

    private final Set<String> outputs;

    Capability(String... outputs) {
        this.outputs = Set.of(outputs);
    }

    /** Any of what a model of this capability puts out, in the words of {@code output_modalities}. */
    public Set<String> outputs() {
        return outputs;
    }

    /** The word for people: {@code chat}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
