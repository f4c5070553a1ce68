package dev.powerstrip.dialect.openai;

import dev.powerstrip.sdk.chat.SpeechRequest;
import dev.powerstrip.sdk.dialect.GatewayFields;
import dev.powerstrip.sdk.dialect.RequestField;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonView.Kind;
import java.util.List;

/** Reads requests for speech. */
final class SpeechRequests {

    private SpeechRequests() {}

    static SpeechRequest read(byte[] json) {
        var body = RequestField.body(json);
        var models = GatewayFields.models(body);
        GatewayFields.refuseUnsupported(body);
        body.get("input").required().text();
        checkVoice(body.get("voice"));
        body.get("instructions").string();
        body.get("response_format").text();
        body.get("speed").number(0.25, 4);
        boolean streamed = body.get("stream_format").oneOf(List.of("audio", "sse")).filter("sse"::equals).isPresent();
        return new SpeechRequest(Form.OPENAI_SPEECH, body.value(), models, streamed, GatewayFields.preferences(body));
    }

    /** Its name, or the id of one of the caller's own. */
    private static void checkVoice(RequestField voice) {
        if (voice.value().kind() == Kind.OBJECT) {
            voice.get("id").required().text();
        } else {
            voice.text();
        }
    }
}
