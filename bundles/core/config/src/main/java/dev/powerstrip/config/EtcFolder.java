package dev.powerstrip.config;

import dev.powerstrip.line.ConfigFile;
import dev.powerstrip.line.FolderWatch.Look;
import dev.powerstrip.line.PluginKind;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The configuration files of both {@code etc} folders: a file of the home's hides the installation's. */
final class EtcFolder {

    private final Path home;
    private Map<Path, Entry> read = Map.of();

    EtcFolder(Path home) {
        this.home = home;
    }

    /** Every file by its stem; those that look as they did are not read again. */
    Map<String, ConfigFile> read(Map<Path, Look> looks) {
        var now = new HashMap<Path, Entry>();
        looks.forEach((file, look) -> {
            var known = read.get(file);
            now.put(file, known != null && known.look.equals(look) ? known : new Entry(look, read(file)));
        });
        read = now;
        var byStem = new TreeMap<String, ConfigFile>();
        now.forEach((file, entry) -> byStem.merge(entry.content.stem(), entry.content,
            (one, other) -> isHome(file) ? other : one));
        return byStem;
    }

    private ConfigFile read(Path file) {
        var fileName = file.getFileName().toString();
        var stem = fileName.substring(0, fileName.length() - ConfigFile.ENDING.length());
        return ConfigReader.read(file, stem, isHome(file) ? "etc/" + fileName : file.toString());
    }

    private boolean isHome(Path file) {
        return file.getParent().equals(home);
    }

    /** Whether a file of that stem configures a plugin: {@code KIND.NAME} or {@code KIND.NAME~INSTANCE}. */
    static boolean isPlugin(String stem) {
        int dot = stem.indexOf('.');
        return dot > 0 && PluginKind.of(stem.substring(0, dot)).isPresent();
    }

    private record Entry(Look look, ConfigFile content) {}
}
