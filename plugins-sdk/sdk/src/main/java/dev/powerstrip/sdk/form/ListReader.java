package dev.powerstrip.sdk.form;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.MalformedJsonException;
import java.util.Optional;
import java.util.function.Consumer;

/** Taps answers that are one list in one piece, such as embeddings or pictures. */
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
        usage(json).ifPresent(chunk::usage);
        chunks.accept(chunk.build());
    }

    /** Pictures are counted, whatever else is told of them. */
    private Optional<Usage> usage(JsonView json) {
        var told = Counts.of(json.get("usage"));
        return form.equals(Form.OPENAI_IMAGES)
            ? Optional.of(told.orElse(Usage.none()).withImagesMade(json.get(list).items().size())) : told;
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
