package dev.powerstrip.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.powerstrip.cli.Api.Key;
import dev.powerstrip.launcher.Arguments;
import dev.powerstrip.launcher.HomeFolder;
import dev.powerstrip.launcher.Option;
import dev.powerstrip.launcher.RefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Clients' keys. */
final class KeyVerbs {

    private static final String ROUTE = "keys";
    private static final int SHORT_HASH = 12;
    private static final Option MANAGEMENT
        = new Option("--management", "", "a key that manages instead of calling models");
    private static final Option EXPIRES = new Option("--expires", "TIME", "when it ends, such as 2030-12-31T23:59:59Z");

    private static final Option MAY_PIN = new Option("--may-pin", "",
        "its requests may ask for a plugin's revision with x-powerstrip-plugin");
    private static final Option PIN = new Option("--pin", "REVISIONS",
        "it is always answered by these, such as provider.openai@1.4.2; several with commas");

    static final List<Verb> ALL = List.of(
        new Verb("key create", "NAME", "Makes a key and prints it, this once",
            List.of(MANAGEMENT, EXPIRES, MAY_PIN, PIN, HomeFolder.OPTION, Api.URL, Output.JSON), KeyVerbs::create),
        new Verb("key list", "", "Lists the keys", List.of(HomeFolder.OPTION, Api.URL, Output.JSON), KeyVerbs::list),
        new Verb("key disable", "HASH", "Refuses whoever calls with it; the beginning of the hash will do", Api.OPTIONS,
            KeyVerbs::disable),
        new Verb("key delete", "HASH", "Forgets it; the beginning of the hash will do", Api.OPTIONS, KeyVerbs::delete));

    private KeyVerbs() {}

    private static int create(Arguments arguments, Terminal terminal)
        throws IOException, RefusedException, InterruptedException {
        var spec = new JsonObject();
        spec.addProperty("name", arguments.words().get(0));
        if (arguments.has(MANAGEMENT)) {
            spec.addProperty("management", true);
        }
        arguments.value(EXPIRES).ifPresent(time -> spec.addProperty("expires_at", time));
        if (arguments.has(MAY_PIN)) {
            spec.addProperty("may_pin", true);
        }
        arguments.value(PIN).ifPresent(revisions -> {
            var pins = new JsonArray();
            List.of(revisions.split(",")).forEach(pins::add);
            spec.add("pins", pins);
        });
        var made = Api.of(arguments, terminal).post(ROUTE, Key.MANAGEMENT, spec);
        terminal.out().println(arguments.has(Output.JSON) ? Output.json(made) : made.get("key").getAsString());
        terminal.errors().println("It cannot be shown again; its hash is " + shortHash(made.getAsJsonObject("data")));
        return 0;
    }

    private static int list(Arguments arguments, Terminal terminal)
        throws IOException, RefusedException, InterruptedException {
        var keys = keys(Api.of(arguments, terminal));
        if (arguments.has(Output.JSON)) {
            terminal.out().println(Output.json(keys));
            return 0;
        }
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("HASH", "NAME", "KEY", "USE", "STATE", "SPENT", "EXPIRES"));
        for (JsonElement element : keys) {
            var key = element.getAsJsonObject();
            rows.add(List.of(shortHash(key), text(key, "name"), text(key, "label"),
                key.get("management").getAsBoolean() ? "management" : "inference",
                key.get("disabled").getAsBoolean() ? "disabled" : "enabled", text(key, "usage"),
                text(key, "expires_at")));
        }
        terminal.out().println(Output.table(rows));
        return 0;
    }

    /** All of them; the gateway hands them out page by page. */
    private static JsonArray keys(Api api) throws IOException, RefusedException, InterruptedException {
        var keys = new JsonArray();
        JsonArray page;
        do {
            page = api.get(ROUTE + "?include_disabled=true&offset=" + keys.size(), Key.MANAGEMENT)
                .getAsJsonArray("data");
            keys.addAll(page);
        } while (!page.isEmpty());
        return keys;
    }

    private static String text(JsonObject key, String name) {
        return key.get(name).isJsonNull() ? "-" : key.get(name).getAsString();
    }

    private static String shortHash(JsonObject key) {
        return key.get("hash").getAsString().substring(0, SHORT_HASH);
    }

    private static int disable(Arguments arguments, Terminal terminal)
        throws IOException, RefusedException, InterruptedException {
        var api = Api.of(arguments, terminal);
        var key = key(arguments.words().get(0), api);
        var change = new JsonObject();
        change.addProperty("disabled", true);
        api.patch(ROUTE + "/" + key.get("hash").getAsString(), Key.MANAGEMENT, change);
        terminal.out().printf("%s (%s) is disabled%n", shortHash(key), text(key, "name"));
        return 0;
    }

    private static int delete(Arguments arguments, Terminal terminal)
        throws IOException, RefusedException, InterruptedException {
        var api = Api.of(arguments, terminal);
        var key = key(arguments.words().get(0), api);
        api.delete(ROUTE + "/" + key.get("hash").getAsString(), Key.MANAGEMENT);
        terminal.out().printf("%s (%s) is deleted%n", shortHash(key), text(key, "name"));
        return 0;
    }

    private static JsonObject key(String hash, Api api) throws IOException, RefusedException, InterruptedException {
        var found = new ArrayList<JsonObject>();
        for (JsonElement key : keys(api)) {
            if (key.getAsJsonObject().get("hash").getAsString().startsWith(hash)) {
                found.add(key.getAsJsonObject());
            }
        }
        if (found.size() != 1) {
            throw new RefusedException("%s keys have a hash that begins with \"%s\"; powerstrip key list shows them"
                .formatted(found.isEmpty() ? "no" : found.size(), hash));
        }
        return found.get(0);
    }
}
