package dev.powerstrip.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.powerstrip.cli.Api.Key;
import dev.powerstrip.launcher.Arguments;
import dev.powerstrip.launcher.HomeFolder;
import dev.powerstrip.launcher.Option;
import dev.powerstrip.launcher.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Seeing and trying the models. */
final class ModelVerbs {

    private static final Option PROVIDER = new Option("--provider", "ID", "only what is said of this provider");
    private static final int EXAMPLES = 10;

    static final List<Verb> ALL = List.of(
        new Verb("models import", "FILE",
            "Takes prices and limits from OpenRouter's, LiteLLM's or models.dev's JSON into etc/models.json",
            List.of(HomeFolder.OPTION, PROVIDER), ModelVerbs::take),
        new Verb("models refresh", "", "Asks the providers which models they list, and says what differs",
            List.of(HomeFolder.OPTION, Api.URL, Output.JSON), ModelVerbs::refresh),
        new Verb("models", "", "Lists the models that can be called",
            List.of(HomeFolder.OPTION, Api.URL, Output.JSON), ModelVerbs::models),
        new Verb("chat", "MODEL TEXT", "Says something to a model and prints its answer as it comes", Api.OPTIONS,
            ModelVerbs::chat));

    private ModelVerbs() {}

    private static int models(Arguments arguments, Terminal terminal)
        throws IOException, RefusedException, InterruptedException {
        var models = Api.of(arguments, terminal).get("models", Key.LOCAL).getAsJsonArray("data");
        if (arguments.has(Output.JSON)) {
            terminal.out().println(Output.json(models));
            return 0;
        }
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("MODEL", "NAME"));
        for (JsonElement element : models) {
            var model = element.getAsJsonObject();
            rows.add(List.of(model.get("id").getAsString(), model.has("name") ? model.get("name").getAsString() : ""));
        }
        terminal.out().println(Output.table(rows));
        return 0;
    }

    private static int take(Arguments arguments, Terminal terminal) throws IOException, RefusedException {
        var lists = PriceLists.read(json(Path.of(arguments.words().get(0))));
        var taken = lists.taken(arguments.value(PROVIDER));
        var left = lists.left(arguments.value(PROVIDER));
        var home = HomeFolder.chosen(arguments, terminal.environment());
        home.create();
        var file = new ModelsFile(home.etc().resolve("models.json"));
        file.merge(taken);
        terminal.out().printf("%s: facts of %d endpoints are in %s%n", lists.format(), taken.size(), file.path());
        if (!left.isEmpty()) {
            terminal.out().printf("%d have no price that could be taken:%n", left.size());
            left.entrySet().stream().limit(EXAMPLES)
                .forEach(one -> terminal.out().printf("  %s: %s%n", one.getKey(), one.getValue()));
            if (left.size() > EXAMPLES) {
                terminal.out().printf("  and %d more%n", left.size() - EXAMPLES);
            }
        }
        return 0;
    }

    private static JsonElement json(Path file) throws IOException, RefusedException {
        try {
            return JsonParser.parseString(Files.readString(file));
        } catch (NoSuchFileException missing) {
            throw new RefusedException("there is no file " + file, missing);
        } catch (JsonParseException e) {
            throw new RefusedException("%s is no JSON: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static int refresh(Arguments arguments, Terminal terminal)
        throws IOException, RefusedException, InterruptedException {
        var came = Api.of(arguments, terminal).post("admin/models/refresh", Key.MANAGEMENT, new JsonObject())
            .getAsJsonArray("data");
        if (arguments.has(Output.JSON)) {
            terminal.out().println(Output.json(came));
            return 0;
        }
        for (JsonElement element : came) {
            var row = element.getAsJsonObject();
            terminal.out().printf("%s: %s%n", row.get("provider").getAsString(), row.get("outcome").getAsString());
        }
        return 0;
    }

    private static int chat(Arguments arguments, Terminal terminal)
        throws IOException, RefusedException, InterruptedException {
        var request = request(arguments.words().get(0), arguments.words().get(1));
        var answer = Api.of(arguments, terminal).stream("chat/completions", Key.LOCAL, request);
        try {
            ChatStream.read(answer, chunk -> print(chunk, terminal));
        } finally {
            terminal.out().println();
        }
        return 0;
    }

    private static JsonObject request(String model, String text) {
        var message = new JsonObject();
        message.addProperty("role", "user");
        message.addProperty("content", text);
        var messages = new JsonArray();
        messages.add(message);
        var request = new JsonObject();
        request.addProperty("model", model);
        request.addProperty("stream", true);
        request.add("messages", messages);
        return request;
    }

    private static void print(JsonObject chunk, Terminal terminal) {
        for (JsonElement choice : chunk.getAsJsonArray("choices")) {
            var content = choice.getAsJsonObject().getAsJsonObject("delta").get("content");
            if (content != null && !content.isJsonNull()) {
                terminal.out().print(content.getAsString());
                terminal.out().flush();
            }
        }
    }
}
