package dev.powerstrip.dialect.openai;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.chat.TranscriptionRequest;
import dev.powerstrip.sdk.dialect.GatewayFields;
import dev.powerstrip.sdk.dialect.RequestField;
import dev.powerstrip.sdk.dialect.Shape;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.http.MultipartForm;
import dev.powerstrip.sdk.http.RequestHead;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Reads requests for transcripts: OpenAI's form with a file, whose bytes go on as they came, and OpenRouter's JSON with the
 * sound in base64, of which such a form is made.
 */
final class TranscriptionRequests {

    private static final String FILE = "file";
    /** What providers judge a file by. */
    private static final Pattern SOUND_FORMAT = Pattern.compile("[a-z0-9]{1,10}");

    private static final Shape FIELDS = GatewayFields.fields()
        .with("language", Shape.string(), "The language that is spoken, such as en.")
        .with("prompt", Shape.string(), "What came before, or how names are spelt.")
        .with("response_format", Shape.oneOf("json", "verbose_json", "diarized_json"), "How much to tell of it.")
        .with("timestamp_granularities", Shape.list(Shape.text()), "Of what to tell when it was said: word, segment.")
        .with("stream", Shape.flag(), "Whether the text comes piece by piece, as server-sent events.");
    static final Shape JSON_FIELDS = FIELDS
        .needs("input_audio", Shape.object()
            .needs("format", Shape.text().and(TranscriptionRequests::checkFormat), "The kind of file, such as wav.")
            .needs("data", Shape.text(), "The file in base64."), "What was said.")
        .named("TranscriptionRequest");
    /** What an upload says, where numbers are texts. */
    static final Shape FORM_FIELDS = FIELDS
        .needs(FILE, Shape.string(), "What was said, as a file.")
        .named("TranscriptionUpload");

    private TranscriptionRequests() {}

    static TranscriptionRequest read(RequestHead head, byte[] body) {
        var contentType = head.header("Content-Type").orElse("");
        return MultipartForm.is(contentType) ? form(MultipartForm.of(contentType, body)) : json(body);
    }

    private static TranscriptionRequest form(MultipartForm upload) {
        if (upload.part(FILE).filter(file -> file.length() > 0).isEmpty()) {
            throw new GatewayException(ErrorType.INVALID_REQUEST, "file is required: send the sound as a file");
        }
        var body = RequestField.body(bytes(said(upload)));
        var models = GatewayFields.models(body);
        FIELDS.check(body);
        return request(body, models, upload);
    }

    /** What the form says beside the file, as a JSON request would say it. */
    private static JsonObject said(MultipartForm upload) {
        var said = new JsonObject();
        for (var name : upload.names()) {
            var texts = upload.texts(name);
            if (name.endsWith("[]")) {
                var array = new JsonArray();
                texts.forEach(array::add);
                said.add(name.substring(0, name.length() - 2), array);
            } else if (!texts.isEmpty() && !name.equals(FILE)) {
                add(said, name, texts.get(0));
            }
        }
        return said;
    }

    private static void add(JsonObject said, String name, String text) {
        switch (name) {
            case "stream" -> said.add(name, truth(text));
            case "provider" -> said.add(name, parsed(name, text));
            default -> said.addProperty(name, text);
        }
    }

    private static JsonPrimitive truth(String text) {
        return text.equals("true") || text.equals("false") ? new JsonPrimitive(Boolean.valueOf(text))
            : new JsonPrimitive(text);
    }

    private static JsonElement parsed(String name, String text) {
        try {
            return JsonView.parse(bytes(text)).tree();
        } catch (MalformedJsonException e) {
            throw new GatewayException(ErrorType.INVALID_REQUEST, name + " is not valid JSON: " + e.getMessage(), e);
        }
    }

    private static TranscriptionRequest json(byte[] json) {
        var body = RequestField.body(json);
        var models = GatewayFields.models(body);
        JSON_FIELDS.check(body);
        var sound = body.get("input_audio");
        var format = sound.get("format").text().orElse("");
        var upload = MultipartForm.empty("powerstrip" + UUID.randomUUID().toString().replace("-", ""));
        for (var name : body.value().fields().keySet()) {
            if (!name.equals("input_audio") && body.get(name).given()) {
                upload = with(upload, body.get(name), name);
            }
        }
        return request(body, models,
            upload.withFile(FILE, "sound." + format, "audio/" + format, sound(sound.get("data"))));
    }

    private static void checkFormat(RequestField format) {
        if (format.text().filter(text -> SOUND_FORMAT.matcher(text).matches()).isEmpty()) {
            throw format.wrong("must be the format of the sound, such as \"wav\" or \"mp3\"");
        }
    }

    /** A list becomes a part for each of its items, an object its JSON. */
    private static MultipartForm with(MultipartForm upload, RequestField field, String name) {
        var form = upload;
        if (field.value().kind() == JsonView.Kind.ARRAY) {
            for (var item : field.items()) {
                form = form.withText(name + "[]", text(item));
            }
            return form;
        }
        return form.withText(name, text(field));
    }

    private static String text(RequestField field) {
        return field.value().string().orElseGet(() -> new String(field.value().toBytes(), StandardCharsets.UTF_8));
    }

    private static byte[] sound(RequestField data) {
        var base64 = data.text().orElse("");
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException malformed) {
            throw data.wrong("must be the sound in base64");
        }
    }

    private static TranscriptionRequest request(RequestField body, List<String> models, MultipartForm upload) {
        return new TranscriptionRequest(Form.OPENAI_TRANSCRIPTION, body.value(), upload, models,
            body.get("stream").flag(), GatewayFields.preferences(body));
    }

    private static byte[] bytes(Object json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
