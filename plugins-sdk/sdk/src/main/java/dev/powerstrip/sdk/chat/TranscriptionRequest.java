package dev.powerstrip.sdk.chat;

import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.http.MultipartForm;
import dev.powerstrip.sdk.json.JsonView;
import java.util.List;

/** Sound that is to be written down. It is never printed. */
public final class TranscriptionRequest extends BasicRequest {

    private final MultipartForm upload;

    /**
     * A request for a transcript as a dialect read it.
     *
     * @param body what it says beside the file, as JSON
     * @param upload all of it, with the file
     * @param models the models to try in order; at least one
     */
    public TranscriptionRequest(Form form, JsonView body, MultipartForm upload, List<String> models, boolean streamed,
        ProviderPreferences preferences) {
        super(Capability.TRANSCRIPTION, form, body, models, streamed, preferences);
        this.upload = upload;
    }

    /** The client's form as it came, with the sound in its part {@code file}. */
    public MultipartForm upload() {
        return upload;
    }
}
