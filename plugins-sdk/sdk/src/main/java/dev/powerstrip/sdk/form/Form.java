package dev.powerstrip.sdk.form;

import java.util.Objects;

/**
 * A wire form that clients and upstreams share. Where both speak the same one a call passes through untranslated;
 * otherwise both sides meet in {@link #OPENAI_CHAT}, the canonical form of chat.
 */
public final class Form {

    /** OpenAI chat completions, in OpenRouter's superset. The canonical form: every chat provider accepts it. */
    public static final Form OPENAI_CHAT = new Form("openai.chat");
    /** OpenAI Responses, without state: every request brings the whole conversation. */
    public static final Form OPENAI_RESPONSES = new Form("openai.responses");
    /** Anthropic Messages. */
    public static final Form ANTHROPIC_MESSAGES = new Form("anthropic.messages");
    /** OpenAI embeddings, in OpenRouter's superset. The canonical form: every embedding provider accepts it. */
    public static final Form OPENAI_EMBEDDINGS = new Form("openai.embeddings");
    /**
     * Rerank as OpenRouter and, but for the usage, Cohere have it. The canonical form: every rerank provider accepts
     * it.
     */
    public static final Form OPENROUTER_RERANK = new Form("openrouter.rerank");
    /** Gemini's generateContent: whether it is streamed, and the model, stand in the path and not in the body. */
    public static final Form GEMINI_GENERATE = new Form("gemini.generate");

    /** OpenAI's images/generations. The canonical form: every image provider accepts it. */
    public static final Form OPENAI_IMAGES = new Form("openai.images");
    /** OpenAI's audio/speech. The canonical form: every speech provider accepts it. */
    public static final Form OPENAI_SPEECH = new Form("openai.speech");
    /** OpenAI's audio/transcriptions, a form with a file. The canonical form: every transcription provider accepts it. */
    public static final Form OPENAI_TRANSCRIPTION = new Form("openai.transcription");
    /** OpenAI's moderations. The canonical form: every moderation provider accepts it. */
    public static final Form OPENAI_MODERATION = new Form("openai.moderation");

    /** How many tokens a request has, {@code {"input_tokens": 12}}, whichever form it is in. */
    public static final Form TOKEN_COUNT = new Form("token.count");

    private final String name;

    private Form(String name) {
        this.name = Objects.requireNonNull(name);
    }

    /** The form of that name, as {@code models.json} and records write it. */
    public static Form of(String name) {
        return switch (name) {
            case "openai.chat" -> OPENAI_CHAT;
            case "openai.responses" -> OPENAI_RESPONSES;
            case "anthropic.messages" -> ANTHROPIC_MESSAGES;
            case "openai.embeddings" -> OPENAI_EMBEDDINGS;
            case "openrouter.rerank" -> OPENROUTER_RERANK;
            case "gemini.generate" -> GEMINI_GENERATE;
            case "openai.images" -> OPENAI_IMAGES;
            case "openai.speech" -> OPENAI_SPEECH;
            case "openai.transcription" -> OPENAI_TRANSCRIPTION;
            case "openai.moderation" -> OPENAI_MODERATION;
            case "token.count" -> TOKEN_COUNT;
            default -> new Form(name);
        };
    }

    public String name() {
        return name;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Form form && form.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
