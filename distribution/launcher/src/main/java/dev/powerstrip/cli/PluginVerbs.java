package dev.powerstrip.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
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
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipException;

/** What is plugged in, plugging in, replacing, going back and pulling out. */
final class PluginVerbs {

    private static final String ROUTE = "admin/plugins";
    private static final List<String> HEADING = List.of("ID", "STATE", "VERSION", "LEASES", "WHY");

    private static final Option ALLOW_DOWNGRADE
        = new Option("--allow-downgrade", "", "take it also if a higher version runs");
    private static final Option CANARY = new Option("--canary", "PERCENTS",
        "the shares of the requests it gets one after the other, such as 5,25,100; at 100 it is current");
    private static final Option STEP
        = new Option("--step", "TIME", "how long each share is kept at least; 60s if not given");
    private static final Option REVISION = new Option("--revision", "REVISION",
        "instead of a jar: the version, or the beginning of the digest, of one that is there already");
    private static final Option WHY = new Option("--why", "TEXT", "a sentence for the log");

    private static final Option OUTPUT = new Option("--output", "DIR", "where the jars go; else here");
    private static final Option VERSION = new Option("--version", "V", "the plugins' version; else 1.0.0");

    static final List<Verb> ALL = List.of(
        new Verb("plugin list", "", "Lists the plugins and what state each revision is in",
            List.of(HomeFolder.OPTION, Api.URL, Output.JSON), PluginVerbs::list),
        new Verb("plugin add", "JAR",
            "Puts a jar into the home's plugins folder and waits until it is in use or refused",
            Stream.concat(Api.OPTIONS.stream(), Stream.of(ALLOW_DOWNGRADE)).toList(), PluginVerbs::add),
        new Verb("plugin remove", "ID", "Takes a plugin's jars out of that folder; running requests finish",
            Api.OPTIONS,
            PluginVerbs::remove),
        new Verb("plugin swap", "ID [JAR]",
            "Replaces a plugin while it runs, at once or by trying the new one out on a share of the requests",
            List.of(CANARY, STEP, REVISION, HomeFolder.OPTION, Api.URL), PluginVerbs::swap),
        new Verb("plugin rollback", "ID",
            "Takes back what is tried out, or else returns to the revision that ran before",
            List.of(WHY, HomeFolder.OPTION, Api.URL), PluginVerbs::rollback),
        new Verb("plugin release", "ID", "Lets a plugin out of its quarantine at once",
            List.of(HomeFolder.OPTION, Api.URL), PluginVerbs::release),
        new Verb("plugin log", "[ID]", "Tells what happened to plugins, or to one of them",
            List.of(HomeFolder.OPTION, Api.URL, Output.JSON), PluginVerbs::log),
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
        rows.add(HEADING);
        plugins.forEach(plugin -> addRows(plugin.getAsJsonObject(), rows));
        terminal.out().println(Output.table(rows));
        return 0;
    }

    private static int print(JsonObject plugin, Terminal terminal) {
        var rows = new ArrayList<List<String>>();
        rows.add(HEADING);
        addRows(plugin, rows);
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
                revision.has("canary") ? trial(revision.getAsJsonObject("canary")) : text(revision, "reason")));
        }
    }

    private static String trial(JsonObject trial) {
        return "%s %% of the requests, %s seen, %s faulty; %s".formatted(text(trial, "percent"),
            text(trial, "requests"), text(trial, "faulty"), text(trial, "next"));
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
        return print(send(jar, arguments.has(ALLOW_DOWNGRADE) ? "&allowDowngrade=true" : "", arguments, terminal),
            terminal);
    }

    private static JsonObject send(Path jar, String more, Arguments arguments, Terminal terminal)
        throws IOException, RefusedException, InterruptedException {
        var route = ROUTE + "?name=" + URLEncoder.encode(jar.getFileName().toString(), UTF_8) + more;
        return Api.of(arguments, terminal).post(route, Key.MANAGEMENT, BodyPublishers.ofFile(jar))
            .getAsJsonObject("data");
    }

    private static int swap(Arguments arguments, Terminal terminal)
        throws IOException, RefusedException, InterruptedException {
        var id = arguments.words().get(0);
        var revision = arguments.value(REVISION);
        if (revision.isPresent() == (arguments.words().size() == 2)) {
            throw new RefusedException("say which one is to serve: a jar, or --revision");
        }
        var percents = arguments.value(CANARY);
        if (revision.isPresent()) {
            var wanted = new JsonObject();
            wanted.addProperty("revision", revision.get());
            var steps = new JsonArray();
            for (var percent : percents.orElse("100").split(",")) {
                steps.add(share(percent));
            }
            wanted.add("steps", steps);
            arguments.value(STEP).ifPresent(step -> wanted.addProperty("step", step));
            return print(post(id, "canary", wanted, arguments, terminal), terminal);
        }
        var jar = Path.of(arguments.words().get(1));
        requireIs(id, jar);
        var more = percents.map(shares -> "&canary=" + URLEncoder.encode(shares, UTF_8)
            + arguments.value(STEP).map(step -> "&step=" + URLEncoder.encode(step, UTF_8)).orElse("")).orElse("");
        return print(send(jar, more, arguments, terminal), terminal);
    }

    private static int share(String percent) throws RefusedException {
        if (!percent.matches("\\d{1,3}")) {
            throw new RefusedException("%s: \"%s\" is no share in whole percent".formatted(CANARY.name(), percent));
        }
        return Integer.parseInt(percent);
    }

    private static void requireIs(String id, Path jar) throws IOException, RefusedException {
        if (!Files.isRegularFile(jar)) {
            throw new RefusedException("there is no file " + jar);
        }
        try (var file = new JarFile(jar.toFile())) {
            var manifest = file.getManifest();
            var said = manifest == null ? null : manifest.getMainAttributes().getValue("Powerstrip-Plugin");
            if (said != null && !id.split("~")[0].equals(said.strip())) {
                throw new RefusedException("%s is %s, not %s".formatted(jar, said.strip(), id));
            }
        } catch (ZipException noJar) {
            throw new RefusedException("%s is no jar: %s".formatted(jar, noJar.getMessage()), noJar);
        }
    }

    private static JsonObject post(String id, String what, JsonObject body, Arguments arguments, Terminal terminal)
        throws IOException, RefusedException, InterruptedException {
        return Api.of(arguments, terminal).post(route(id) + "/" + what, Key.MANAGEMENT, body).getAsJsonObject("data");
    }

    private static String route(String id) {
        return ROUTE + "/" + URLEncoder.encode(id, UTF_8).replace("+", "%20");
    }

    private static int rollback(Arguments arguments, Terminal terminal)
        throws IOException, RefusedException, InterruptedException {
        var body = new JsonObject();
        arguments.value(WHY).ifPresent(why -> body.addProperty("why", why));
        return print(post(arguments.words().get(0), "rollback", body, arguments, terminal), terminal);
    }

    private static int release(Arguments arguments, Terminal terminal)
        throws IOException, RefusedException, InterruptedException {
        return print(post(arguments.words().get(0), "release", new JsonObject(), arguments, terminal), terminal);
    }

    private static int log(Arguments arguments, Terminal terminal)
        throws IOException, RefusedException, InterruptedException {
        var route = arguments.words().isEmpty() ? ROUTE + "/log" : route(arguments.words().get(0)) + "/log";
        var events = Api.of(arguments, terminal).get(route, Key.MANAGEMENT).getAsJsonArray("data");
        if (arguments.has(Output.JSON)) {
            terminal.out().println(Output.json(events));
            return 0;
        }
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("WHEN", "ID", "REVISION", "WHAT", "TEXT"));
        for (JsonElement element : events) {
            var event = element.getAsJsonObject();
            rows.add(List.of(text(event, "when"), text(event, "plugin"), text(event, "revision"), text(event, "what"),
                text(event, "text")));
        }
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
        Api.of(arguments, terminal).delete(route(id), Key.MANAGEMENT);
        terminal.out().printf("%s is out; requests that use it finish%n", id);
        return 0;
    }
}
