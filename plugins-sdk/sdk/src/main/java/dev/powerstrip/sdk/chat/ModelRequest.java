package dev.powerstrip.sdk.chat;

import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonView;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What a client asks of a model, whatever the capability: the stages between a dialect and a provider know no more than
 * this. Immutable, but for the list of what is {@link #drop dropped}.
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

    /**
     * Takes down that a translation leaves something out, of the request or of the answer to it, since the other form or the
     * model has no words for it. The call's record names it. Only chats are translated: of other requests nothing is dropped.
     *
     * @param name of a field, by its path without indexes ({@code tools.cache_control}), or of a kind of part; never what it
     *        holds
     */
    default void drop(String name) {}

    /** The names of all that was dropped so far, sorted, each once, and not more than some dozens. */
    default List<String> dropped() {
        return List.of();
    }

    /** The same request with a list of its own of what is dropped, which begins with what was dropped so far. */
    default ModelRequest again() {
        return this;
    }
}
