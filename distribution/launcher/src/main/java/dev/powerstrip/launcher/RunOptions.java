package dev.powerstrip.launcher;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the gateway is to be run.
 *
 * @param overrides framework properties that win over {@code etc}: {@code powerstrip.host} and {@code powerstrip.port}
 * @param dev whoever stops it does not want to wait for anything
 */
public record RunOptions(HomeFolder home, Map<String, String> overrides, boolean dev) {

    private static final Option PORT = new Option("--port", "N", "the port to listen at, 0 for any free one; else "
        + "POWERSTRIP_PORT, else that of etc/http.cfg.json, else 8080");
    private static final Option HOST
        = new Option("--host", "H", "the address to listen at; else POWERSTRIP_HOST, else that "
            + "of etc/http.cfg.json, else 127.0.0.1");
    private static final Option DEV
        = new Option("--dev", "", "for plugin authors: ends without draining, and a debugger may "
            + "attach at port 5005 (POWERSTRIP_DEBUG_PORT is another)");

    public static final List<Option> ALL = List.of(PORT, HOST, HomeFolder.OPTION, DEV);

    public static RunOptions of(Arguments arguments, Map<String, String> environment) throws RefusedException {
        if (!arguments.words().isEmpty()) {
            throw new RefusedException(
                "\"%s\" means nothing here; --help lists the options".formatted(arguments.words().get(0)));
        }
        var overrides = new HashMap<String, String>();
        given(arguments, HOST, environment, "POWERSTRIP_HOST")
            .ifPresent(host -> overrides.put("powerstrip.host", host));
        var port = given(arguments, PORT, environment, "POWERSTRIP_PORT");
        if (port.isPresent()) {
            overrides.put("powerstrip.port", port(port.get()));
        }
        return new RunOptions(HomeFolder.chosen(arguments, environment), Map.copyOf(overrides), arguments.has(DEV));
    }

    /** The same as words of a command. */
    public List<String> arguments() {
        var arguments = new ArrayList<>(List.of(HomeFolder.OPTION.name(), home.toString()));
        overrides.forEach((property, value) -> arguments.addAll(List.of(property.replace("powerstrip.", "--"), value)));
        if (dev) {
            arguments.add(DEV.name());
        }
        return arguments;
    }

    private static Optional<String> given(Arguments arguments, Option option, Map<String, String> environment,
        String variable) {
        return arguments.value(option).or(() -> Optional.ofNullable(environment.get(variable)))
            .filter(text -> !text.isBlank());
    }

    private static String port(String text) throws RefusedException {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
            throw new RefusedException("\"%s\" is not a port: a number from 0 to 65535".formatted(text));
        }
        return text;
    }
}
