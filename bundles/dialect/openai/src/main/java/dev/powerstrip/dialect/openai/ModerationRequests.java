package dev.powerstrip.dialect.openai;

import dev.powerstrip.sdk.chat.ModerationRequest;
import dev.powerstrip.sdk.dialect.GatewayFields;
import dev.powerstrip.sdk.dialect.RequestField;
import dev.powerstrip.sdk.dialect.Shape;
import dev.powerstrip.sdk.form.Form;
import java.util.List;

/** Reads requests to judge texts and pictures. */
final class ModerationRequests {

    /** What OpenAI judges by where its clients name no model, as most do. */
    private static final String MODEL = "openai/omni-moderation-latest";

    private static final Shape ITEM = Shape.either("a string or an object with \"type\"", Shape.string(),
        Shape.object().needs("type", Shape.oneOf("text", "image_url"), "What it is."));

    /** The gateway's own fields, of which none has to be there. */
    static final Shape FIELDS = GatewayFields.fields()
        .needs("input", Shape.either("a string or an array", Shape.string(), Shape.list(ITEM, "text")),
            "What to judge: one text, or several texts and pictures.")
        .named("ModerationRequest");

    private ModerationRequests() {}

    static ModerationRequest read(byte[] json) {
        var body = RequestField.body(json);
        boolean named = body.get("model").given() || body.get("models").given();
        var models = named ? GatewayFields.models(body) : List.of(MODEL);
        FIELDS.check(body);
        return new ModerationRequest(Form.OPENAI_MODERATION, body.value(), models, GatewayFields.preferences(body));
    }
}
