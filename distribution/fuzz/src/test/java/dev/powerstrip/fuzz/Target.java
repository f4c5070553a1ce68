package dev.powerstrip.fuzz;

import dev.powerstrip.sdk.testing.StreamForm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/** What Jazzer calls with one input after the other: a client's request, or an upstream's answer to a sound one. */
public final class Target {

    /** A header of an event has room for 32 KB, and a character may take three bytes. */
    private static final int LONGEST_NAME = 10_000;
    /** Far more than the fuzzer and the Java it runs in have of their own; no input is to leave one behind. */
    private static final int MOST_THREADS = 100;
    private static final String AMAZON = "application/vnd.amazon.eventstream";
    private static Client client = Client.OPENAI;

    private Target() {}

    /** Called once, before any input. */
    public static void fuzzerInitialize(String[] arguments) {
        client = Client.valueOf(arguments[0].toUpperCase(Locale.ROOT));
    }

    /** Called with each input. What is thrown here is a finding. */
    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        take(client, bytes);
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        if (threads > MOST_THREADS) {
            throw new AssertionError("the inputs so far have left " + threads + " threads behind");
        }
    }

    static void take(Client client, byte[] bytes) throws IOException {
        var input = Input.of(bytes);
        if (input.head().contains(" /")) {
            new Gateway(client.dialect(), ClientRequest.of(input.head(), input.mutated())).tell();
        } else {
            answer(client, input);
        }
    }

    /** The head of an answer: {@code SERVER CONTENT-TYPE STATUS KIND}. */
    private static void answer(Client client, Input input) throws IOException {
        var words = input.head().split(" ", 4);
        var server = Arrays.stream(Server.values()).filter(any -> any.named(words[0])).findFirst();
        if (server.isEmpty() || words.length < 4) {
            return;
        }
        boolean streamed = !words[1].equals("application/json");
        var request = client.request(words[3], streamed);
        if (request.isPresent()) {
            var answer = new UpstreamAnswer(status(words[2]).orElse(200), words[1],
                wire(words[1], input.mutated()));
            new Gateway(client.dialect(), request.get()).answer(server.get(), answer);
        }
    }

    private static Optional<Integer> status(String word) {
        return word.matches("[2-5][0-9][0-9]") ? Optional.of(Integer.valueOf(word)) : Optional.empty();
    }

    /** Documents write every stream as server-sent events. */
    private static byte[] wire(String contentType, byte[] document) {
        return switch (contentType) {
            case AMAZON -> encoded(document, Target::message);
            case "application/x-ndjson" -> encoded(document, StreamForm.jsonLines().event());
            default -> document;
        };
    }

    private static byte[] encoded(byte[] document, Function<String, byte[]> event) {
        var bytes = new ByteArrayOutputStream();
        for (var text : new String(document, StandardCharsets.UTF_8).split("(?<=\n\n)")) {
            bytes.writeBytes(event.apply(text));
        }
        return bytes.toByteArray();
    }

    private static byte[] message(String event) {
        var said = StreamForm.name(event);
        var name = said.isEmpty() || said.length() > LONGEST_NAME ? "unnamed" : said;
        var type = name.endsWith("Exception") ? "exception" : "event";
        var bytes = new ByteArrayOutputStream();
        new Message(Map.of(":message-type", HeaderValue.fromString(type), ":" + type + "-type",
            HeaderValue.fromString(name)), StreamForm.data(event).getBytes(StandardCharsets.UTF_8)).encode(bytes);
        return bytes.toByteArray();
    }
}
