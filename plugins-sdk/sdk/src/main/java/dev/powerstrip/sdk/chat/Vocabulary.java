package dev.powerstrip.sdk.chat;

import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.JsonView.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a translation has words for: the fields of a request that it says in another form, each by its path, such as
 * {@code messages.content.text}. Arrays do not count in a path, and a path covers all that lies below it. Immutable.
 */
public final class Vocabulary {

    /** What clients tell the gateway and no upstream is told, in whichever form. */
    private static final List<String> GATEWAYS
        = List.of("model", "models", "stream", "stream_options", "provider", "route",
            "plugins", "preset", "transforms", "session_id", "trace", "debug", "usage", "fallbacks");

    private final Word root;
    private final String form;
    private final Set<String> thoughts;

    private Vocabulary(Word root, String form, Set<String> thoughts) {
        this.root = root;
        this.form = form;
        this.thoughts = thoughts;
    }

    /** @param paths the fields that are said; several that begin alike can be told as {@code messages.role,name} */
    public static Vocabulary of(String... paths) {
        var root = new Word();
        GATEWAYS.forEach(root::learn);
        Stream.of(paths).forEach(root::learn);
        return new Vocabulary(root, "", Set.of());
    }

    /** The same words, and the labelled parts of this form. */
    public Vocabulary labelled(Form own) {
        return new Vocabulary(root, own.name(), thoughts);
    }

    /** The same words, and of an assistant's {@code reasoning_details} those of these formats. */
    public Vocabulary thoughts(String... formats) {
        return new Vocabulary(root, form, Set.of(formats));
    }

    /**
     * Takes down, as {@link ChatRequest#drop dropped}, every field of the request that there are no words for, and what belongs
     * to other forms. A field that {@link #asks} for nothing is passed over.
     */
    public void compare(ChatRequest request) {
        compare(request.body(), root, "", request);
        if (request.form().equals(Form.OPENAI_CHAT)) {
            compareParts(request);
        }
    }

    private void compareParts(ChatRequest request) {
        var body = request.body();
        compareLabel(body.get("native"), request);
        body.get("tools").items().forEach(tool -> compareLabel(tool, request));
        for (var message : body.get("messages").items()) {
            message.get("content").items().forEach(part -> compareLabel(part, request));
            compareThoughts(message, request);
        }
    }

    private void compareLabel(JsonView part, ChatRequest request) {
        if (part.get("type").string().filter("native"::equals).isPresent()) {
            part.get("form").string().filter(name -> !name.equals(form))
                .ifPresent(name -> request.drop("native:" + name));
        }
    }

    /** Thoughts that are told in plain words too are told twice; without their details they are lost, where these are known. */
    private void compareThoughts(JsonView message, ChatRequest request) {
        var details = message.get("reasoning_details").items();
        details.forEach(detail -> compareLabel(detail, request));
        if (thoughts.isEmpty()) {
            return;
        }
        if (details.stream().anyMatch(detail -> detail.get("format").string().filter(this::isForeign).isPresent())) {
            request.drop("messages.reasoning_details");
        } else if (details.isEmpty() && (asks(message.get("reasoning")) || asks(message.get("reasoning_content")))) {
            request.drop("messages.reasoning");
        }
    }

    private boolean isForeign(String format) {
        return !thoughts.contains(format);
    }

    private static void compare(JsonView value, Word known, String path, ChatRequest request) {
        if (value.kind() == Kind.ARRAY) {
            value.items().stream().filter(item -> item.kind() == Kind.OBJECT)
                .forEach(item -> compare(item, known, path, request));
        } else if (value.kind() == Kind.OBJECT) {
            value.fields().forEach((name, field) -> {
                var word = known.below.get(name);
                if (word == null) {
                    if (asks(field)) {
                        request.drop(path + name);
                    }
                } else if (!word.whole) {
                    compare(field, word, path + name + ".", request);
                }
            });
        }
    }

    /** Whether a field asks for anything: {@code null}, {@code false} and what is empty do not. */
    public static boolean asks(JsonView field) {
        return switch (field.kind()) {
            case ARRAY -> !field.items().isEmpty();
            case OBJECT -> !field.fields().isEmpty();
            case STRING -> field.length() > "\"\"".length();
            case BOOLEAN -> field.isTrue();
            case NUMBER -> true;
            default -> false;
        };
    }

    /** One name in a path, and the names below it. */
    private static final class Word {

        private final Map<String, Word> below = new HashMap<>();
        private boolean whole;

        void learn(String path) {
            var word = this;
            int last = path.lastIndexOf('.');
            if (last >= 0) {
                for (var name : path.substring(0, last).split("\\.")) {
                    word = word.below.computeIfAbsent(name, any -> new Word());
                }
            }
            for (var name : path.substring(last + 1).split(",")) {
                word.below.computeIfAbsent(name, any -> new Word()).whole = true;
            }
        }
    }
}
