package dev.powerstrip.sdk.form;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.MalformedJsonException;
import java.util.function.Consumer;

/** Taps answers that are one list in one piece, such as embeddings. */
final class ListReader implements AnswerReader {

    private final Form form;
    private final String list;

    ListReader(Form form, String list) {
        this.form = form;
        this.list = list;
    }

    @Override
    public void read(Frame frame, Consumer<Chunk> chunks) {
        var json = parse(frame);
        if (json.get("error").hasValue()) {
            throw UpstreamErrors.inBody(json.get("error"));
        }
        if (json.get(list).kind() != JsonView.Kind.ARRAY || !frame.whole()) {
            throw nonsense("it has no \"%s\"".formatted(list), null);
        }
        var chunk = Chunk.whole(form, frame.data()).json(json).content(() -> "");
        var usage = json.get("usage");
        var prompt = usage.get("prompt_tokens").isPresent() ? usage.get("prompt_tokens") : usage.get("total_tokens");
        if (usage.kind() == JsonView.Kind.OBJECT) {
            chunk.usage(Usage.of(prompt.integer().orElse(0), 0)
                .withSearchUnits(usage.get("search_units").integer().orElse(0)));
        }
        chunks.accept(chunk.build());
    }

    private JsonView parse(Frame frame) {
        try {
            return JsonView.parse(frame.data());
        } catch (MalformedJsonException e) {
            throw nonsense(e.getMessage(), e);
        }
    }

    private GatewayException nonsense(String problem, Throwable cause) {
        return new GatewayException(ErrorType.PROVIDER_UNAVAILABLE,
            "the provider's answer is no answer in %s: %s".formatted(form, problem), cause);
    }
}
