package dev.powerstrip.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.powerstrip.cli.Api.Key;
import dev.powerstrip.launcher.Arguments;
import dev.powerstrip.launcher.HomeFolder;
import dev.powerstrip.launcher.RefusedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** Looks at what the gateway needs and, where it runs, at how it is. */
final class Doctor {

    private static final int VIRTUAL_THREADS = 21;
    private static final Set<PosixFilePermission> FOREIGN = Set.of(PosixFilePermission.GROUP_WRITE,
        PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_READ);

    private final Arguments arguments;
    private final Terminal terminal;
    private final HomeFolder home;
    private final List<Finding> findings = new ArrayList<>();

    /** @param well false if someone has to do something */
    record Finding(boolean well, String what) {

        @Override
        public String toString() {
            return (well ? "ok     " : "WRONG  ") + what;
        }
    }

    Doctor(Arguments arguments, Terminal terminal) {
        this.arguments = arguments;
        this.terminal = terminal;
        this.home = HomeFolder.chosen(arguments, terminal.environment());
    }

    List<Finding> look() throws IOException, RefusedException, InterruptedException {
        java();
        folders();
        var process = home.process();
        if (process.isPresent() && home.address().isPresent()) {
            running(Api.of(arguments, terminal), process.get().pid());
        } else {
            port();
        }
        return List.copyOf(findings);
    }

    private void java() {
        int feature = Runtime.version().feature();
        findings.add(new Finding(true, "Java %s in %s%s".formatted(Runtime.version(), System.getProperty("java.home"),
            feature < VIRTUAL_THREADS ? "; from 21 on a request costs no thread" : "")));
    }

    private void folders() throws IOException {
        if (!Files.isDirectory(home.root())) {
            findings.add(new Finding(true, "home %s is made at the first start".formatted(home)));
            return;
        }
        findings.add(new Finding(Files.isWritable(home.root()), "home " + home));
        for (var name : List.of("etc", "plugins", "data")) {
            var folder = home.root().resolve(name);
            if (Files.isDirectory(folder) && !Collections.disjoint(Files.getPosixFilePermissions(folder), FOREIGN)) {
                findings.add(new Finding(false, "others may read or write in %s; chmod 700 it".formatted(folder)));
            }
        }
    }

    private void running(Api api, long pid) throws IOException, RefusedException, InterruptedException {
        var problem = api.readiness();
        findings.add(new Finding(problem.isEmpty(), "the gateway runs as process %d%s".formatted(pid,
            problem.map(": "::concat).orElse(" and serves"))));
        for (JsonElement element : api.get("admin/plugins", Key.MANAGEMENT).getAsJsonArray("data")) {
            plugin(element.getAsJsonObject());
        }
    }

    private void plugin(JsonObject plugin) {
        var id = plugin.get("id").getAsString();
        if (plugin.has("off")) {
            findings.add(new Finding(true, "%s is off: %s".formatted(id, plugin.get("off").getAsString())));
        }
        for (JsonElement element : plugin.getAsJsonArray("revisions")) {
            var revision = element.getAsJsonObject();
            var state = revision.get("state").getAsString();
            findings.add(new Finding(!revision.has("reason"),
                "%s %s is %s%s".formatted(id, revision.get("version").getAsString(),
                    state, revision.has("reason") ? ": " + revision.get("reason").getAsString() : "")));
        }
    }

    private void port() {
        int port = Integer.parseInt(terminal.environment().getOrDefault("POWERSTRIP_PORT", "8080"));
        try {
            new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
            findings.add(new Finding(true, "nothing runs with this home; port %d is free".formatted(port)));
        } catch (IOException taken) {
            findings.add(new Finding(false,
                "nothing runs with this home, and port %d is taken; --port N chooses another".formatted(port)));
        }
    }
}
