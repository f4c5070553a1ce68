package dev.powerstrip.dialect.openai;

import dev.powerstrip.sdk.chat.EmbeddingRequest;
import dev.powerstrip.sdk.dialect.GatewayFields;
import dev.powerstrip.sdk.dialect.RequestField;
import dev.powerstrip.sdk.dialect.Shape;
import dev.powerstrip.sdk.form.Form;

/** Reads embedding requests. */
final class EmbeddingRequests {

    /** A text, a token, a text's tokens, or parts of several kinds. */
    private static final Shape ITEM = Shape.either("a string, an array of tokens or an object with \"content\"",
        Shape.text(), Shape.whole(0), Shape.list(Shape.whole(0)),
        Shape.object().needs("content", Shape.list(Shape.object().needs("type", Shape.text(), "What it is.")),
            "The parts."));

    static final Shape FIELDS = GatewayFields.fields()
        .needs("input", Shape.either("a string or an array", Shape.text(), Shape.list(ITEM, "text")),
            "What to turn into vectors: one text or several, as text, as tokens or in parts.")
        .with("dimensions", Shape.whole(1), "How many numbers a vector has.")
        .with("encoding_format", Shape.oneOf("float", "base64"), "How the vectors are written.")
        .with("input_type", Shape.string(), "What the texts are for, such as search_query.")
        .with("user", Shape.string(), "Who of the client's users asks.")
        .named("EmbeddingRequest");

    private EmbeddingRequests() {}

    static EmbeddingRequest read(byte[] json) {
        var body = RequestField.body(json);
        var models = GatewayFields.models(body);
        FIELDS.check(body);
        return new EmbeddingRequest(Form.OPENAI_EMBEDDINGS, body.value(), models, GatewayFields.preferences(body));
    }
}
