package dev.powerstrip.provider.vertex;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonEdit;
import dev.powerstrip.sdk.json.JsonView;
import java.util.regex.Pattern;

/** Says the client's metadata as labels, which stand on Google's bill; what is no label is left out. */
final class Labels {

    private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_-]{0,62}");
    private static final Pattern VALUE = Pattern.compile("[a-z0-9_-]{0,63}");

    private Labels() {}

    /** The body with the labels; as it came in Gemini's own form, which has its own. */
    static byte[] added(ChatRequest request, byte[] body) {
        var labels = new JsonObject();
        if (request.form().equals(Form.OPENAI_CHAT)) {
            request.body().get("metadata").fields().forEach((name, value) -> value.string()
                .filter(text -> KEY.matcher(name).matches() && VALUE.matcher(text).matches())
                .ifPresent(text -> labels.addProperty(name, text)));
        }
        if (labels.isEmpty()) {
            return body;
        }
        var json = JsonView.composed(body);
        return new JsonEdit(json).set(json, "labels", labels).toBytes();
    }
}
