package dev.powerstrip.dialect.openai;

import dev.powerstrip.sdk.chat.ImageRequest;
import dev.powerstrip.sdk.dialect.GatewayFields;
import dev.powerstrip.sdk.dialect.RequestField;
import dev.powerstrip.sdk.form.Form;

/** Reads requests for pictures. */
final class ImageRequests {

    private ImageRequests() {}

    static ImageRequest read(byte[] json) {
        var body = RequestField.body(json);
        var models = GatewayFields.models(body);
        GatewayFields.refuseUnsupported(body);
        body.get("prompt").required().text();
        for (var name : new String[] {"size", "quality", "background", "output_format", "response_format", "style"}) {
            body.get(name).string();
        }
        boolean streamed = body.get("stream").flag();
        // A stream's last event tells of one picture, and nothing tells how many there will be.
        body.get("n").whole(1, streamed ? 1 : 10);
        body.get("partial_images").whole(0, 3);
        return new ImageRequest(Form.OPENAI_IMAGES, body.value(), models, streamed, GatewayFields.preferences(body));
    }
}
