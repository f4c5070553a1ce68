package dev.powerstrip.sdk.provider;

import dev.powerstrip.sdk.chat.ModelRequest;
import dev.powerstrip.sdk.chat.TranscriptionRequest;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.http.MultipartForm;
import dev.powerstrip.sdk.json.JsonEdit;

/** The body of a request for an upstream that speaks its form. */
public final class ForwardedBody {

    private ForwardedBody() {}

    /**
     * An edit of the client's bytes that has put the model's native name in and taken out what only a gateway
     * understands, with what Anthropic would refuse of other models' thoughts; an adapter may change more before it takes the
     * bytes.
     */
    public static JsonEdit of(ModelRequest request, Endpoint endpoint) {
        var edit = new JsonEdit(request.body()).set("model", endpoint.nativeId());
        PassThrough.GATEWAY_FIELDS.forEach(edit::remove);
        if (request.form().equals(Form.ANTHROPIC_MESSAGES)) {
            ForeignBlocks.remove(request, edit);
        }
        return edit;
    }

    /** The same for the form of a request with a file. */
    public static MultipartForm of(TranscriptionRequest request, Endpoint endpoint) {
        var form = request.upload().with("model", endpoint.nativeId());
        for (var field : PassThrough.GATEWAY_FIELDS) {
            form = form.without(field);
        }
        return form;
    }
}
