package dev.powerstrip.lifecycle;

import dev.powerstrip.line.PluginKind;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a plugin is called: {@code KIND.NAME}. */
record PluginId(PluginKind kind, String name) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?");

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    static Optional<PluginId> of(String text) {
        int dot = text.indexOf('.');
        if (dot < 0 || !isName(text.substring(dot + 1))) {
            return Optional.empty();
        }
        return PluginKind.of(text.substring(0, dot)).map(kind -> new PluginId(kind, text.substring(dot + 1)));
    }

    /** The id that a jar says it is. */
    static PluginId said(String header) throws RefusedException {
        var ids = Arrays.stream(header.split(",")).map(String::strip).distinct().toList();
        if (ids.size() > 1) {
            throw new RefusedException("names several plugins (%s); a jar is one plugin: split it"
                .formatted(String.join(", ", ids)));
        }
        return of(ids.get(0)).orElseThrow(() -> new RefusedException(
            "calls itself \"%s\": an id is KIND.NAME, KIND one of %s, NAME of lower-case letters, digits and hyphens"
                .formatted(ids.get(0), kinds())));
    }

    private static String kinds() {
        return Arrays.stream(PluginKind.values()).map(PluginKind::word).sorted().collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return kind.word() + "." + name;
    }
}
