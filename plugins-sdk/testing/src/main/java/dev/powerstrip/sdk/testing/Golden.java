package dev.powerstrip.sdk.testing;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.ProviderPreferences;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One exchange as files to review, in the folder {@code FORM/NAME}: {@code request.json} as the client sends it,
 * {@code upstream-request.json} as the upstream gets it, {@code upstream-answer.sse} or {@code .json}, and
 * {@code answer.sse} with the chunks that come of it and, in comments, what the reader saw in them. Beside the exchanges of
 * a form stand {@code upstream-head.txt} and {@code upstream-head-streamed.txt}: method, path and headers of the requests.
 * An exchange that the adapter itself refuses has {@code refusal.json} in the place of all but the request.
 */
final class Golden {

    /** Set to write the expected files instead of comparing them. */
    private static final boolean UPDATE = Boolean.getBoolean("golden.update");

    private final Path folder;
    private final Form form;
    private final StreamForm streamForm;

    private Golden(Path folder, Form form, StreamForm streamForm) {
        this.folder = folder;
        this.form = form;
        this.streamForm = streamForm;
    }

    /** The exchanges in that folder that the upstream answers. */
    static List<Golden> in(Path root, Form form, StreamForm streamForm) {
        return all(root, form, streamForm).stream().filter(exchange -> !exchange.refused()).toList();
    }

    /** The exchanges in that folder that go no further than the adapter. */
    static List<Golden> refusalsIn(Path root, Form form, StreamForm streamForm) {
        return all(root, form, streamForm).stream().filter(Golden::refused).toList();
    }

    private static List<Golden> all(Path root, Form form, StreamForm streamForm) {
        var cases = root.resolve(form.name());
        if (!Files.isDirectory(cases)) {
            return List.of();
        }
        try (var folders = Files.list(cases)) {
            return folders.filter(Files::isDirectory).sorted()
                .map(folder -> new Golden(folder, form, streamForm)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return folder.getFileName().toString();
    }

    /** The request; the model is the endpoint's where the form does not name it in its body. */
    ChatRequest request(Endpoint endpoint) {
        var body = JsonView.parse(bytes("request.json"));
        return new ChatRequest(form, body, List.of(body.get("model").string().orElse(endpoint.model())), streamed(),
            ProviderPreferences.none());
    }

    Form form() {
        return form;
    }

    private boolean refused() {
        return Files.exists(folder.resolve("refusal.json"));
    }

    /** What the client is told in the place of an answer: the type of error and words of its message. */
    JsonObject refusal() {
        return JsonParser.parseString(text("refusal.json")).getAsJsonObject();
    }

    /** A form may say in the path that the answer is streamed: the file that answers tells. */
    boolean streamed() {
        return Files.exists(folder.resolve("upstream-answer.sse"));
    }

    private byte[] upstreamAnswer() {
        return bytes(streamed() ? "upstream-answer.sse" : "upstream-answer.json");
    }

    /** The upstream's answer as it was. */
    Reply reply() {
        return streamed() ? streamForm.reply(new String(upstreamAnswer(), StandardCharsets.UTF_8))
            : Reply.whole(200, "application/json", upstreamAnswer());
    }

    /** The upstream's answer as the file has it. */
    String answer() {
        return new String(upstreamAnswer(), StandardCharsets.UTF_8);
    }

    /** The events of the upstream's stream, each with the blank line after it. */
    List<String> events() {
        var events = new ArrayList<String>();
        for (var event : answer().split("\n\n")) {
            events.add(event + "\n\n");
        }
        return events;
    }

    /** Fails unless this is what the upstream should get; key order and white space do not count. */
    void expectUpstreamRequest(String actual) {
        var tree = JsonParser.parseString(actual);
        update("upstream-request.json", pretty(tree));
        var expected = JsonParser.parseString(text("upstream-request.json"));
        if (!expected.equals(tree)) {
            throw differs("upstream-request.json", pretty(expected), pretty(tree));
        }
    }

    void expectAnswer(List<Chunk> chunks) {
        expect("answer.sse", chunks.stream().map(Golden::said).collect(Collectors.joining()));
    }

    /** Fails unless this is how requests of the form begin; it is the same for all of its streams, and for all others. */
    void expectUpstreamHead(String actual) {
        expect(streamed() ? "../upstream-head-streamed.txt" : "../upstream-head.txt", actual);
    }

    private void expect(String file, String actual) {
        update(file, actual);
        var expected = text(file);
        if (!expected.equals(actual)) {
            throw differs(file, expected, actual);
        }
    }

    private AssertionError differs(String file, String expected, String actual) {
        return new AssertionError("""
            %s is not what came. Expected:
            %s
            but it was:
            %s
            If that is right, run with -Dgolden.update=true and review the change.""".formatted(
            folder.resolve(file).normalize(),
            expected, actual));
    }

    /** A chunk as an event of a stream, under a comment that tells what was seen in it. */
    private static String said(Chunk chunk) {
        var seen = new ArrayList<String>();
        if (chunk.whole()) {
            seen.add("whole");
        }
        if (chunk.content()) {
            seen.add("content " + new JsonPrimitive(chunk.text()));
        }
        chunk.finish()
            .ifPresent(finish -> seen.add("finish %s (%s)".formatted(finish.reason(), finish.nativeReason())));
        chunk.usage().ifPresent(usage -> seen.add(usage.toString()));
        if (chunk.terminal()) {
            seen.add("terminal");
        }
        return (seen.isEmpty() ? "" : ": " + String.join(", ", seen) + "\n")
            + (chunk.event().isEmpty() ? "" : "event: " + chunk.event() + "\n") + "data: "
            + new String(chunk.data(), StandardCharsets.UTF_8).replace("\n", "\ndata: ") + "\n\n";
    }

    private static String pretty(JsonElement tree) {
        return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create().toJson(tree)
            + "\n";
    }

    private void update(String file, String content) {
        if (UPDATE) {
            try {
                Files.writeString(folder.resolve(file), content);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private String text(String file) {
        return new String(bytes(file), StandardCharsets.UTF_8);
    }

    private byte[] bytes(String file) {
        try {
            return Files.readAllBytes(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException("%s is missing; run with -Dgolden.update=true to have it written"
                .formatted(folder.resolve(file).normalize()), e);
        }
    }

    @Override
    public String toString() {
        return form + "/" + name();
    }
}
