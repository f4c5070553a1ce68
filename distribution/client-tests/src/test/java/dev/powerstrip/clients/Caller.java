package dev.powerstrip.clients;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Calls the gateway without an SDK, to see exactly what comes back. */
final class Caller {

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI address;
    private final String key;

    Caller(URI address, String key) {
        this.address = address;
        this.key = key;
    }

    Answer chat(String model, String text, boolean stream) throws IOException, InterruptedException {
        return post("""
            {"model":"%s","stream":%s,"messages":[{"role":"user","content":"%s"}]}""".formatted(model, stream, text));
    }

    Answer post(String body) throws IOException, InterruptedException {
        return post("chat/completions", body, key);
    }

    Answer post(String route, String body, String withKey) throws IOException, InterruptedException {
        return send(request(route, withKey).POST(BodyPublishers.ofString(body)));
    }

    Answer get(String route) throws IOException, InterruptedException {
        return send(request(route, key).GET());
    }

    Answer delete(String route) throws IOException, InterruptedException {
        return send(request(route, key).DELETE());
    }

    /** Whether the gateway is ready, and what it has to say of that. */
    Answer ready() throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(address.resolve("/readyz")).GET());
    }

    private HttpRequest.Builder request(String route, String withKey) {
        var request = HttpRequest.newBuilder(address.resolve(route.startsWith("/") ? route : "/api/v1/" + route))
            .timeout(Duration.ofMinutes(2));
        return withKey.isEmpty() ? request : request.header("Authorization", "Bearer " + withKey);
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return new Answer(http.send(request.build(), BodyHandlers.ofString()));
    }

    record Answer(HttpResponse<String> http) {

        int status() {
            return http.statusCode();
        }

        String body() {
            return http.body();
        }

        String id() {
            return http.headers().firstValue("X-Generation-Id").orElse("");
        }

        JsonObject json() {
            return JsonParser.parseString(body()).getAsJsonObject();
        }

        JsonObject error() {
            return json().getAsJsonObject("error");
        }

        String message() {
            return error().get("message").getAsString();
        }
    }
}
