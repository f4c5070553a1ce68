package dev.powerstrip.sdk.chat;

import dev.powerstrip.sdk.form.Form;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** What a model can be asked for. */
public enum Capability {
    CHAT(Set.of("text", "image", "audio")), //
    EMBEDDINGS(Set.of("embeddings")), //
    RERANK(Set.of("rerank")), //
    COUNTING(Set.of("text", "image", "audio")), //
    IMAGES(Set.of("image"), Form.OPENAI_IMAGES), //
    SPEECH(Set.of("speech"), Form.OPENAI_SPEECH), //
    TRANSCRIPTION(Set.of("transcription"), Form.OPENAI_TRANSCRIPTION), //
    MODERATION(Set.of("moderation"), Form.OPENAI_MODERATION);

    private final Set<String> outputs;
    private final Set<Form> own;

    Capability(Set<String> outputs, Form... own) {
        this.outputs = outputs;
        this.own = Set.of(own);
    }

    /** Any of what a model of this capability puts out, in the words of {@code output_modalities}. */
    public Set<String> outputs() {
        return outputs;
    }

    /** True if that form may be what it is asked for in: its own where it has one, else any that is not another's own. */
    public boolean comesIn(Form form) {
        return own.isEmpty() ? Arrays.stream(values()).noneMatch(other -> other.own.contains(form))
            : own.contains(form);
    }

    /** The word for people: {@code chat}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
