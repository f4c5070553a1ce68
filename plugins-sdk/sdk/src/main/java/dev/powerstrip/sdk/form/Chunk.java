package dev.powerstrip.sdk.form;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.json.JsonView;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One piece of an answer in one form, with what its reader saw in it. An answer that is not streamed is one chunk that is
 * {@link #whole()} and {@link #terminal()}. Immutable.
 */
public final class Chunk {

    private final Form form;
    private final String event;
    private final byte[] data;
    private final boolean whole;
    private final boolean content;
    private final boolean terminal;
    private final Supplier<String> text;
    private final Finish finish;
    private final Usage usage;
    private JsonView json;

    private Chunk(Builder builder) {
        this.form = builder.form;
        this.event = builder.event;
        this.data = builder.data;
        this.whole = builder.whole;
        this.content = builder.content;
        this.terminal = builder.terminal;
        this.text = builder.text;
        this.finish = builder.finish;
        this.usage = builder.usage;
        this.json = builder.json;
    }

    /** A piece of a stream. */
    public static Builder piece(Form form, String event, byte[] data) {
        return new Builder(form, event, data, false);
    }

    /** A whole answer; terminal by nature. */
    public static Builder whole(Form form, byte[] data) {
        return new Builder(form, "", data, true).terminal();
    }

    public Form form() {
        return form;
    }

    /** The SSE event's name, or the content type of sound; empty where the form uses none. */
    public String event() {
        return event;
    }

    /** The payload as it came: JSON, a form's end mark such as {@code [DONE]}, or sound. Not to be changed. */
    public byte[] data() {
        return data;
    }

    /** The payload, looked at as JSON. */
    public JsonView json() {
        if (json == null) {
            json = JsonView.composed(data);
        }
        return json;
    }

    public boolean whole() {
        return whole;
    }

    /** True where it holds content, reasoning or a tool call: once a client has it no other endpoint can be tried. */
    public boolean content() {
        return content;
    }

    /** True for the form's last event: only with it an answer is complete. */
    public boolean terminal() {
        return terminal;
    }

    /** The generated text in it, reasoning and tool arguments included, decoded when asked for. */
    public String text() {
        try {
            return Objects.requireNonNull(text.get());
        } catch (GatewayException decided) {
            throw decided;
        } catch (Throwable thrown) {
            // It runs where the chunk is read, which is not where the reader that made it is called.
            throw new GatewayException(ErrorType.PROVIDER_UNAVAILABLE,
                "the text of a part of the answer cannot be read: " + thrown.getClass().getName());
        }
    }

    public Optional<Finish> finish() {
        return Optional.ofNullable(finish);
    }

    /** Usage as far as this chunk reports it; a later report replaces an earlier one. */
    public Optional<Usage> usage() {
        return Optional.ofNullable(usage);
    }

    /** What it is, never what it says. */
    @Override
    public String toString() {
        return "Chunk[%s %s, %d bytes%s%s]".formatted(form, event, data.length, content ? ", content" : "",
            terminal ? ", terminal" : "");
    }

    /** Collects what a reader sees in a chunk. */
    public static final class Builder {

        private final Form form;
        private final String event;
        private final byte[] data;
        private final boolean whole;
        private boolean content;
        private boolean terminal;
        private Supplier<String> text = () -> "";
        private Finish finish;
        private Usage usage;
        private JsonView json;

        private Builder(Form form, String event, byte[] data, boolean whole) {
            this.form = Objects.requireNonNull(form);
            this.event = Objects.requireNonNull(event);
            this.data = Objects.requireNonNull(data);
            this.whole = whole;
        }

        /** Spares a second parse where the reader has looked already. */
        public Builder json(JsonView view) {
            this.json = view;
            return this;
        }

        /** It holds content; the text is decoded only when somebody asks. */
        public Builder content(Supplier<String> decoded) {
            this.content = true;
            this.text = decoded;
            return this;
        }

        public Builder terminal() {
            this.terminal = true;
            return this;
        }

        public Builder finish(Finish seen) {
            this.finish = seen;
            return this;
        }

        public Builder usage(Usage seen) {
            this.usage = seen;
            return this;
        }

        public Chunk build() {
            return new Chunk(this);
        }
    }
}
