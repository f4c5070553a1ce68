package dev.powerstrip.sdk.chat;

import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonView;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What a client asks of a model, whatever the capability: the stages between a dialect and a provider know no more than
 * this. Immutable.
 */
@ProviderType
public sealed interface ModelRequest permits BasicRequest {

    /** What a model has to be able to do to answer it. */
    Capability capability();

    /** The models to try in order, as the client named them; at least one. */
    List<String> models();

    /** The form that {@link #body()} is in. */
    Form form();

    /** The client's JSON, as it came where nothing had to be translated. */
    JsonView body();

    /** True if the client wants the answer in pieces. */
    boolean streamed();

    /** How many pictures its messages show the model, whichever form they are in; counted anew by each call. */
    default int images() {
        var parts = Stream.of("messages", "input").flatMap(name -> body().get(name).items().stream())
            .flatMap(message -> message.get("content").items().stream())
            .filter(
                part -> List.of("image_url", "image", "input_image").contains(part.get("type").string().orElse("")));
        var generateParts = body().get("contents").items().stream()
            .flatMap(content -> content.get("parts").items().stream())
            .flatMap(part -> Stream.of("inlineData", "inline_data", "fileData", "file_data").map(part::get))
            .flatMap(data -> Stream.of("mimeType", "mime_type").flatMap(name -> data.get(name).string().stream()))
            .filter(type -> type.startsWith("image/"));
        return (int) (parts.count() + generateParts.count());
    }

    /** How many characters of text it wants spoken; zero for whatever is no request for speech. */
    default long characters() {
        return 0;
    }

    /** Which providers the client wants, and which not. */
    ProviderPreferences preferences();
}
