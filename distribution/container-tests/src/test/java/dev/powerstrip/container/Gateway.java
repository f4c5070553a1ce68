package dev.powerstrip.container;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/** The gateway in the container, as its users reach it: by HTTP and by its folders. */
final class Gateway {

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI address;
    private final Path home;

    Gateway(URI address, Path home) {
        this.address = address;
        this.home = home;
    }

    HttpResponse<String> chat(String model, String text) throws IOException, InterruptedException {
        return http.send(request("chat/completions", "local-key").POST(body(model, text, false)).build(),
            BodyHandlers.ofString());
    }

    /** A chat whose key is that text, with one more header. */
    HttpResponse<String> chat(String model, String key, String header, String value)
        throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(address.resolve("/api/v1/chat/completions"))
            .header("Authorization", "Bearer " + key).header(header, value).POST(body(model, "hi", false)).build(),
            BodyHandlers.ofString());
    }

    /** What an operator does: the answer's data, and the key where one was made. */
    JsonObject manage(String route, HttpRequest.BodyPublisher body) throws IOException, InterruptedException {
        var answer = http.send(request(route, "management-key").POST(body).build(), BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new AssertionError(route + " was answered " + answer.statusCode() + " " + answer.body());
        }
        return JsonParser.parseString(answer.body()).getAsJsonObject();
    }

    /** Which revision answered: the record says it, soon after. */
    String revision(HttpResponse<String> chat) throws IOException, InterruptedException {
        var id = chat.headers().firstValue("X-Generation-Id").orElseThrow();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            try (var files = Files.walk(home.resolve("log"))) {
                for (var file : files.filter(one -> one.toString().endsWith(".jsonl")).toList()) {
                    var text = Files.readString(file);
                    var whole = text.substring(0, text.lastIndexOf('\n') + 1);
                    var line = whole.lines().filter(one -> one.contains(id)).findFirst();
                    if (line.isPresent()) {
                        return JsonParser.parseString(line.get()).getAsJsonObject().get("revision").getAsString();
                    }
                }
            }
            waitABit(deadline, "no record of " + id);
        }
    }

    /** A stream whose first line has been read. */
    Stream stream(String model, String text) throws IOException, InterruptedException {
        return new Stream(http.send(request("chat/completions", "local-key").POST(body(model, text, true)).build(),
            BodyHandlers.ofInputStream()).body());
    }

    private static HttpRequest.BodyPublisher body(String model, String text, boolean stream) {
        return BodyPublishers.ofString("""
            {"model":"%s","stream":%s,"messages":[{"role":"user","content":"%s"}]}""".formatted(model, stream, text));
    }

    private HttpRequest.Builder request(String route, String key) throws IOException {
        return HttpRequest.newBuilder(address.resolve("/api/v1/" + route)).header("Authorization",
            "Bearer " + Files.readString(home.resolve("data/" + key)).strip());
    }

    String localKey() throws IOException {
        return Files.readString(home.resolve("data/local-key")).strip();
    }

    /** What happened to a plugin. */
    String events(String id) throws IOException, InterruptedException {
        return http.send(request("admin/plugins/" + id + "/log", "management-key").GET().build(),
            BodyHandlers.ofString()).body();
    }

    /** The revisions of a plugin, or of a refused file; empty if nothing is known of it. */
    Optional<JsonArray> revisions(String idOrFile) throws IOException, InterruptedException {
        var answer
            = http.send(request("admin/plugins", "management-key").GET().build(), BodyHandlers.ofString()).body();
        return StreamSupport
            .stream(JsonParser.parseString(answer).getAsJsonObject().getAsJsonArray("data").spliterator(), false)
            .map(JsonElement::getAsJsonObject).filter(plugin -> plugin.get("id").getAsString().equals(idOrFile))
            .map(plugin -> plugin.getAsJsonArray("revisions")).findFirst();
    }

    /** Waits until a revision of it is in that state. */
    JsonObject awaitRevision(String idOrFile, String state) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            var found = revisions(idOrFile).flatMap(revisions -> StreamSupport.stream(revisions.spliterator(), false)
                .map(JsonElement::getAsJsonObject).filter(revision -> revision.get("state").getAsString().equals(state))
                .reduce((first, last) -> last));
            if (found.isPresent()) {
                return found.get();
            }
            waitABit(deadline, idOrFile + " did not become " + state + "; it has " + revisions(idOrFile));
        }
    }

    /** Waits until nothing is known of it. */
    void awaitGone(String id) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (revisions(id).isPresent()) {
            waitABit(deadline, id + " is still there: " + revisions(id));
        }
    }

    private static void waitABit(long deadline, String problem) throws InterruptedException {
        if (System.nanoTime() > deadline) {
            throw new AssertionError(problem);
        }
        TimeUnit.MILLISECONDS.sleep(20);
    }

    void drop(Path jar) throws IOException {
        var part = Files.copy(jar, home.resolve("plugins/." + jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        Files.move(part, home.resolve("plugins").resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }

    void remove(Path jar) throws IOException {
        Files.delete(home.resolve("plugins").resolve(jar.getFileName()));
    }

    void configure(String file, String json) throws IOException {
        var unfinished = Files.writeString(home.resolve("etc/." + file), json);
        Files.move(unfinished, home.resolve("etc").resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }

    /** A running stream. */
    static final class Stream implements AutoCloseable {

        private final BufferedReader lines;

        Stream(InputStream body) throws IOException {
            lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
            lines.readLine();
        }

        /** Reads to the end; the last line that says something. */
        String last() throws IOException {
            var last = "";
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                last = line.isEmpty() ? last : line;
            }
            return last;
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }
}
