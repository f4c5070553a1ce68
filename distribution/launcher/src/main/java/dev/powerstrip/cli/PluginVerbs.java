package dev.powerstrip.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.powerstrip.cli.Api.Key;
import dev.powerstrip.launcher.Arguments;
import dev.powerstrip.launcher.HomeFolder;
import dev.powerstrip.launcher.Option;
import dev.powerstrip.launcher.RefusedException;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is plugged in, plugging in and pulling out. */
final class PluginVerbs {

    private static final String ROUTE = "admin/plugins";

    private static final Option OUTPUT = new Option("--output", "DIR", "where the jars go; else here");
    private static final Option VERSION = new Option("--version", "V", "the plugins' version; else 1.0.0");

    static final List<Verb> ALL = List.of(
        new Verb("plugin list", "", "Lists the plugins and what state each revision is in",
            List.of(HomeFolder.OPTION, Api.URL, Output.JSON), PluginVerbs::list),
        new Verb("plugin add", "JAR",
            "Puts a jar into the home's plugins folder and waits until it is in use or refused",
            Api.OPTIONS, PluginVerbs::add),
        new Verb("plugin remove", "ID", "Takes a plugin's jars out of that folder; running requests finish",
            Api.OPTIONS,
            PluginVerbs::remove),
        new Verb("plugin pack", "FOLDER",
            "Makes a jar of a folder with a provider.json and a models.json, or of each such folder below it",
            List.of(OUTPUT, VERSION), PluginVerbs::pack));

    private PluginVerbs() {}

    private static int list(Arguments arguments, Terminal terminal)
        throws IOException, RefusedException, InterruptedException {
        var plugins = Api.of(arguments, terminal).get(ROUTE, Key.MANAGEMENT).getAsJsonArray("data");
        if (arguments.has(Output.JSON)) {
            terminal.out().println(Output.json(plugins));
            return 0;
        }
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("ID", "STATE", "VERSION", "LEASES", "WHY"));
        plugins.forEach(plugin -> addRows(plugin.getAsJsonObject(), rows));
        terminal.out().println(Output.table(rows));
        return 0;
    }

    private static void addRows(JsonObject plugin, List<List<String>> rows) {
        var id = text(plugin, "id");
        if (plugin.has("off")) {
            rows.add(List.of(id, "off", "", "", text(plugin, "off")));
        }
        for (JsonElement element : plugin.getAsJsonArray("revisions")) {
            var revision = element.getAsJsonObject();
            rows.add(List.of(id, text(revision, "state"), text(revision, "version"), text(revision, "leases"),
                text(revision, "reason")));
        }
    }

    private static String text(JsonObject object, String name) {
        return object.has(name) ? object.get(name).getAsString() : "";
    }

    private static int add(Arguments arguments, Terminal terminal)
        throws IOException, RefusedException, InterruptedException {
        var jar = Path.of(arguments.words().get(0));
        if (!Files.isRegularFile(jar)) {
            throw new RefusedException("there is no file " + jar);
        }
        var route = ROUTE + "?name=" + URLEncoder.encode(jar.getFileName().toString(), UTF_8);
        var plugin = Api.of(arguments, terminal).post(route, Key.MANAGEMENT, BodyPublishers.ofFile(jar))
            .getAsJsonObject("data");
        var rows = new ArrayList<List<String>>();
        addRows(plugin, rows);
        terminal.out().println(Output.table(rows));
        return 0;
    }

    private static int pack(Arguments arguments, Terminal terminal) throws IOException, RefusedException {
        var output = Path.of(arguments.value(OUTPUT).orElse("."));
        var packager = new Packager(output, arguments.value(VERSION).orElse("1.0.0"));
        packager.pack(Path.of(arguments.words().get(0))).forEach(terminal.out()::println);
        return 0;
    }

    private static int remove(Arguments arguments, Terminal terminal)
        throws IOException, RefusedException, InterruptedException {
        var id = arguments.words().get(0);
        Api.of(arguments, terminal).delete(ROUTE + "/" + URLEncoder.encode(id, UTF_8).replace("+", "%20"),
            Key.MANAGEMENT);
        terminal.out().printf("%s is out; requests that use it finish%n", id);
        return 0;
    }
}
