package dev.powerstrip.dialect.openai;

import dev.powerstrip.sdk.chat.SpeechRequest;
import dev.powerstrip.sdk.dialect.GatewayFields;
import dev.powerstrip.sdk.dialect.RequestField;
import dev.powerstrip.sdk.dialect.Shape;
import dev.powerstrip.sdk.form.Form;

/** Reads requests for speech. */
final class SpeechRequests {

    static final Shape FIELDS = GatewayFields.fields()
        .needs("input", Shape.text(), "What to say.")
        .with("voice", Shape.either("a string or an object with \"id\"", Shape.text(),
            Shape.object().needs("id", Shape.text(), "The id of one of the caller's own.")), "Who says it.")
        .with("instructions", Shape.string(), "How to say it.")
        .with("response_format", Shape.text(), "The kind of file, such as mp3 or wav.")
        .with("speed", Shape.number(0.25, 4), "How fast; 1 is as people speak.")
        .with("stream_format", Shape.oneOf("audio", "sse"), "Whether it comes as sound or as server-sent events.")
        .named("SpeechRequest");

    private SpeechRequests() {}

    static SpeechRequest read(byte[] json) {
        var body = RequestField.body(json);
        var models = GatewayFields.models(body);
        FIELDS.check(body);
        boolean streamed = body.get("stream_format").text().filter("sse"::equals).isPresent();
        return new SpeechRequest(Form.OPENAI_SPEECH, body.value(), models, streamed, GatewayFields.preferences(body));
    }
}
