package dev.powerstrip.dialect.openai;

import dev.powerstrip.sdk.chat.ModerationRequest;
import dev.powerstrip.sdk.dialect.GatewayFields;
import dev.powerstrip.sdk.dialect.RequestField;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonView.Kind;
import java.util.List;

/** Reads requests to judge texts and pictures. */
final class ModerationRequests {

    /** What OpenAI judges by where its clients name no model, as most do. */
    private static final String MODEL = "openai/omni-moderation-latest";

    private ModerationRequests() {}

    static ModerationRequest read(byte[] json) {
        var body = RequestField.body(json);
        boolean named = body.get("model").given() || body.get("models").given();
        var models = named ? GatewayFields.models(body) : List.of(MODEL);
        GatewayFields.refuseUnsupported(body);
        checkInput(body.get("input").required());
        return new ModerationRequest(Form.OPENAI_MODERATION, body.value(), models, GatewayFields.preferences(body));
    }

    private static void checkInput(RequestField input) {
        if (input.value().kind() == Kind.STRING) {
            return;
        }
        if (input.value().kind() != Kind.ARRAY) {
            throw input.mustBe("a string or an array");
        }
        if (input.items().isEmpty()) {
            throw input.wrong("must hold at least one text");
        }
        input.items().forEach(ModerationRequests::checkItem);
    }

    private static void checkItem(RequestField item) {
        switch (item.value().kind()) {
            case STRING -> item.string();
            case OBJECT -> item.get("type").required().oneOf(List.of("text", "image_url"));
            default -> throw item.mustBe("a string or an object with \"type\"");
        }
    }
}
