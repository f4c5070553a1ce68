package dev.powerstrip.dialect.openai;

import dev.powerstrip.sdk.chat.RerankRequest;
import dev.powerstrip.sdk.dialect.GatewayFields;
import dev.powerstrip.sdk.dialect.RequestField;
import dev.powerstrip.sdk.dialect.Shape;
import dev.powerstrip.sdk.form.Form;

/** Reads rerank requests. */
final class RerankRequests {

    private static final Shape DOCUMENT = Shape.either("a string or an object with \"text\"", Shape.string(),
        Shape.object().with("text", Shape.string(), "The document's text."));

    static final Shape FIELDS = GatewayFields.fields()
        .needs("query", Shape.text(), "What the documents are to answer.")
        .needs("documents", Shape.list(DOCUMENT, "document"), "The documents to order.")
        .with("top_n", Shape.whole(1), "How many of them to return.")
        .with("return_documents", Shape.flag(), "Whether to return their texts, too.")
        .named("RerankRequest");

    private RerankRequests() {}

    static RerankRequest read(byte[] json) {
        var body = RequestField.body(json);
        var models = GatewayFields.models(body);
        FIELDS.check(body);
        return new RerankRequest(Form.OPENROUTER_RERANK, body.value(), models, GatewayFields.preferences(body));
    }
}
