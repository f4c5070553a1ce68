package dev.powerstrip.dialect.openai;

import dev.powerstrip.sdk.chat.EmbeddingRequest;
import dev.powerstrip.sdk.dialect.GatewayFields;
import dev.powerstrip.sdk.dialect.RequestField;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonView.Kind;
import java.util.List;

/** Reads embedding requests. */
final class EmbeddingRequests {

    private EmbeddingRequests() {}

    static EmbeddingRequest read(byte[] json) {
        var body = RequestField.body(json);
        var models = GatewayFields.models(body);
        GatewayFields.refuseUnsupported(body);
        checkInput(body.get("input").required());
        body.get("dimensions").whole(1);
        body.get("encoding_format").oneOf(List.of("float", "base64"));
        body.get("input_type").string();
        body.get("user").string();
        return new EmbeddingRequest(Form.OPENAI_EMBEDDINGS, body.value(), models, GatewayFields.preferences(body));
    }

    private static void checkInput(RequestField input) {
        if (input.value().kind() == Kind.STRING) {
            input.text();
            return;
        }
        if (input.value().kind() != Kind.ARRAY) {
            throw input.mustBe("a string or an array");
        }
        if (input.items().isEmpty()) {
            throw input.wrong("must hold at least one text");
        }
        input.items().forEach(EmbeddingRequests::checkItem);
    }

    /** A text, a token, a text's tokens, or parts of several kinds. */
    private static void checkItem(RequestField item) {
        switch (item.value().kind()) {
            case STRING -> item.text();
            case NUMBER -> item.whole(0);
            case ARRAY -> item.items().forEach(token -> token.required().whole(0));
            case OBJECT -> item.get("content").required().items()
                .forEach(part -> part.object().get("type").required().text());
            default -> throw item.mustBe("a string, an array of tokens or an object with \"content\"");
        }
    }
}
