package dev.powerstrip.bench;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.stream.StreamSupport;

/** What the gateway tells an operator of one plugin's revisions. */
final class PluginAdmin {

    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpRequest request;
    private final String slot;

    PluginAdmin(int port, String managementKey, String slot) {
        request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/api/v1/admin/plugins".formatted(port)))
            .header("Authorization", "Bearer " + managementKey).build();
        this.slot = slot;
    }

    List<Listed> revisions() throws IOException, InterruptedException {
        var answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("admin/plugins answered %d: %s".formatted(answer.statusCode(), answer.body()));
        }
        return StreamSupport
            .stream(JsonParser.parseString(answer.body()).getAsJsonObject().getAsJsonArray("data").spliterator(), false)
            .map(plugin -> plugin.getAsJsonObject()).filter(plugin -> plugin.get("id").getAsString().equals(slot))
            .flatMap(plugin -> StreamSupport.stream(plugin.getAsJsonArray("revisions").spliterator(), false))
            .map(revision -> Listed.of(revision.getAsJsonObject())).toList();
    }

    /** A revision as it is listed; {@code reason} is empty if nothing is wrong with it. */
    record Listed(int number, String state, int leases, String reason) {

        private static Listed of(JsonObject revision) {
            return new Listed(revision.get("number").getAsInt(), revision.get("state").getAsString(),
                revision.get("leases").getAsInt(), revision.has("reason") ? revision.get("reason").getAsString() : "");
        }

        boolean isCurrent() {
            return state.equals("current");
        }
    }
}
