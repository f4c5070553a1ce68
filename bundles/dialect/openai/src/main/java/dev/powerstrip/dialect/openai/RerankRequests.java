package dev.powerstrip.dialect.openai;

import dev.powerstrip.sdk.chat.RerankRequest;
import dev.powerstrip.sdk.dialect.GatewayFields;
import dev.powerstrip.sdk.dialect.RequestField;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonView.Kind;

/** Reads rerank requests. */
final class RerankRequests {

    private RerankRequests() {}

    static RerankRequest read(byte[] json) {
        var body = RequestField.body(json);
        var models = GatewayFields.models(body);
        GatewayFields.refuseUnsupported(body);
        body.get("query").required().text();
        var documents = body.get("documents").required();
        if (documents.items().isEmpty()) {
            throw documents.wrong("must hold at least one document");
        }
        documents.items().forEach(RerankRequests::checkDocument);
        body.get("top_n").whole(1);
        body.get("return_documents").flag();
        return new RerankRequest(Form.OPENROUTER_RERANK, body.value(), models, GatewayFields.preferences(body));
    }

    private static void checkDocument(RequestField document) {
        if (document.value().kind() == Kind.OBJECT) {
            document.get("text").string();
        } else if (document.value().kind() != Kind.STRING) {
            throw document.mustBe("a string or an object with \"text\"");
        }
    }
}
