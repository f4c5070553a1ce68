package dev.powerstrip.dialect.openai;

import dev.powerstrip.sdk.chat.ImageRequest;
import dev.powerstrip.sdk.dialect.GatewayFields;
import dev.powerstrip.sdk.dialect.RequestField;
import dev.powerstrip.sdk.dialect.Shape;
import dev.powerstrip.sdk.form.Form;

/** Reads requests for pictures. */
final class ImageRequests {

    private static final int MOST = 10;

    static final Shape FIELDS = GatewayFields.fields()
        .needs("prompt", Shape.text(), "What to show.")
        .with("n", Shape.whole(1, MOST), "How many pictures; a stream makes one.")
        .with("size", Shape.string(), "How large, such as 1024x1024.")
        .with("quality", Shape.string(), "How carefully, such as low or high.")
        .with("background", Shape.string(), "Whether the background is transparent or opaque.")
        .with("output_format", Shape.string(), "The kind of file, such as png.")
        .with("response_format", Shape.string(), "Whether a picture comes as url or b64_json.")
        .with("style", Shape.string(), "Whether it is vivid or natural.")
        .with("stream", Shape.flag(), "Whether the picture comes piece by piece, as server-sent events.")
        .with("partial_images", Shape.whole(0, 3), "How many unfinished pictures a stream shows before.")
        .and(ImageRequests::checkStream)
        .named("ImageRequest");

    private ImageRequests() {}

    static ImageRequest read(byte[] json) {
        var body = RequestField.body(json);
        var models = GatewayFields.models(body);
        FIELDS.check(body);
        return new ImageRequest(Form.OPENAI_IMAGES, body.value(), models, body.get("stream").flag(),
            GatewayFields.preferences(body));
    }

    /** A stream's last event tells of one picture, and nothing tells how many there will be. */
    private static void checkStream(RequestField body) {
        if (body.get("stream").flag()) {
            body.get("n").whole(1, 1);
        }
    }
}
