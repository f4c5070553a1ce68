package dev.powerstrip.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.powerstrip.launcher.Arguments;
import dev.powerstrip.launcher.HomeFolder;
import dev.powerstrip.launcher.Option;
import dev.powerstrip.launcher.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The running gateway, called with the keys that lie in its home. */
final class Api {

    static final Option URL = new Option("--url", "URL",
        "the gateway's address, such as that of its adminListener; else where the home's gateway is");

    static final List<Option> OPTIONS = List.of(HomeFolder.OPTION, URL);

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final URI address;
    private final HomeFolder home;
    private final Map<String, String> environment;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private Api(URI address, HomeFolder home, Map<String, String> environment) {
        this.address = address;
        this.home = home;
        this.environment = environment;
    }

    /** Whose key a call is made with. */
    enum Key {
        MANAGEMENT("management-key", "POWERSTRIP_MANAGEMENT_KEY"), LOCAL("local-key", "POWERSTRIP_LOCAL_KEY");

        private final String file;
        private final String variable;

        Key(String file, String variable) {
            this.file = file;
            this.variable = variable;
        }
    }

    static Api of(Arguments arguments, Terminal terminal) throws IOException, RefusedException {
        var home = HomeFolder.chosen(arguments, terminal.environment());
        return new Api(address(arguments, home), home, terminal.environment());
    }

    private static URI address(Arguments arguments, HomeFolder home) throws IOException, RefusedException {
        var url = arguments.value(URL);
        if (url.isPresent()) {
            return url(url.get());
        }
        var address = home.address();
        if (address.isEmpty() || home.process().isEmpty()) {
            throw new RefusedException(
                "no gateway runs with the home %s; name another with --home, or start it".formatted(home));
        }
        return address.get();
    }

    private static URI url(String text) throws RefusedException {
        if (!text.matches("https?://[^/]+/?")) {
            throw new RefusedException("\"%s\" is not an address such as http://127.0.0.1:8080".formatted(text));
        }
        return URI.create(text);
    }

    JsonObject get(String route, Key key) throws IOException, RefusedException, InterruptedException {
        return json(send(request(route, key).GET().build()));
    }

    JsonObject post(String route, Key key, JsonObject body) throws IOException, RefusedException, InterruptedException {
        return json(send(request(route, key).POST(text(body)).build()));
    }

    JsonObject post(String route, Key key, BodyPublisher body)
        throws IOException, RefusedException, InterruptedException {
        return json(send(request(route, key).POST(body).build()));
    }

    JsonObject patch(String route, Key key, JsonObject body)
        throws IOException, RefusedException, InterruptedException {
        return json(send(request(route, key).method("PATCH", text(body)).build()));
    }

    void delete(String route, Key key) throws IOException, RefusedException, InterruptedException {
        send(request(route, key).DELETE().build()).body().close();
    }

    /** The answer as it comes; the caller closes it. */
    InputStream stream(String route, Key key, JsonObject body)
        throws IOException, RefusedException, InterruptedException {
        return send(request(route, key).POST(text(body)).build()).body();
    }

    /** Why the gateway cannot serve; empty if it can. */
    Optional<String> readiness() throws IOException, InterruptedException, RefusedException {
        var request = authorized(HttpRequest.newBuilder(address.resolve("/readyz")), Key.MANAGEMENT).GET().build();
        try {
            var answer = client.send(request, BodyHandlers.ofString(UTF_8));
            return answer.statusCode() == 200 ? Optional.empty() : Optional.of(answer.body().strip());
        } catch (ConnectException gone) {
            return Optional.of("nothing answers at " + address);
        }
    }

    private HttpRequest.Builder request(String route, Key key) throws IOException, RefusedException {
        return authorized(HttpRequest.newBuilder(address.resolve("/api/v1/" + route)), key)
            .header("Content-Type", "application/json");
    }

    private HttpRequest.Builder authorized(HttpRequest.Builder request, Key key) throws IOException, RefusedException {
        return request.timeout(PATIENCE).header("Authorization", "Bearer " + text(key));
    }

    /** The variable that sets a key instead of the file also says it here. */
    private String text(Key key) throws IOException, RefusedException {
        var given = environment.get(key.variable);
        if (given != null && !given.isBlank()) {
            return given.strip();
        }
        var file = home.data().resolve(key.file);
        try {
            return Files.readString(file).strip();
        } catch (NoSuchFileException missing) {
            throw new RefusedException("there is no key in %s; set %s".formatted(file, key.variable), missing);
        }
    }

    private HttpResponse<InputStream> send(HttpRequest request)
        throws IOException, RefusedException, InterruptedException {
        try {
            var answer = client.send(request, BodyHandlers.ofInputStream());
            if (answer.statusCode() / 100 == 2) {
                return answer;
            }
            try (var body = answer.body()) {
                throw new RefusedException(message(answer.statusCode(), new String(body.readAllBytes(), UTF_8)));
            }
        } catch (ConnectException nobody) {
            throw new RefusedException("nothing answers at " + address, nobody);
        }
    }

    /** {@code error.message}, where there is one. */
    static String message(int status, String body) {
        try {
            return JsonParser.parseString(body).getAsJsonObject().getAsJsonObject("error").get("message").getAsString();
        } catch (JsonParseException | IllegalStateException | NullPointerException noEnvelope) {
            return "the gateway answered %d: %s".formatted(status, body.strip());
        }
    }

    private static JsonObject json(HttpResponse<InputStream> answer) throws IOException {
        try (var body = answer.body()) {
            return JsonParser.parseString(new String(body.readAllBytes(), UTF_8)).getAsJsonObject();
        }
    }

    private static BodyPublisher text(JsonElement body) {
        return BodyPublishers.ofString(body.toString());
    }
}
