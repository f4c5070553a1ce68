package dev.powerstrip.launcher;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The operator's folder: their configuration, plugins, data and logs. */
public record HomeFolder(Path root) {

    public static final Option OPTION = new Option("--home", "DIR",
        "the folder with etc, plugins, data and log; else POWERSTRIP_HOME, else .powerstrip in the current folder");

    private static final FileAttribute<?> PRIVATE
        = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /** The home that was asked for by option or variable, else the usual one. */
    public static HomeFolder chosen(Arguments arguments, Map<String, String> environment) {
        var folder = arguments.value(OPTION).or(() -> Optional.ofNullable(environment.get("POWERSTRIP_HOME")))
            .filter(text -> !text.isBlank()).orElse(".powerstrip");
        return new HomeFolder(Path.of(folder).toAbsolutePath().normalize());
    }

    /** Makes what is missing, for the owner's eyes only. */
    public void create() throws IOException, RefusedException {
        try {
            Files.createDirectories(root, PRIVATE);
            for (var name : List.of("etc", "plugins", "data", "log")) {
                create(root.resolve(name));
            }
        } catch (FileAlreadyExistsException noFolder) {
            throw new RefusedException("%s is no folder; choose another home with --home".formatted(noFolder.getFile()),
                noFolder);
        }
    }

    private static void create(Path folder) throws IOException, RefusedException {
        Files.createDirectories(folder, PRIVATE);
        if (Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new RefusedException(
                "everyone may write to %s, and what lies there is run or believed; chmod o-w it".formatted(folder));
        }
    }

    /** Takes the home for this process, which then is the only one to run with it. */
    HomeLock lock() throws IOException, RefusedException {
        return HomeLock.take(this);
    }

    /** The process that runs with this home; empty if none does. */
    public Optional<ProcessHandle> process() throws IOException {
        return Files.isRegularFile(pidFile()) ? HomeLock.holder(this) : Optional.empty();
    }

    /** Where the gateway that runs with this home is reached; empty until it is ready. */
    public Optional<URI> address() throws IOException {
        try {
            return Optional.of(URI.create(Files.readString(addressFile()).strip()));
        } catch (NoSuchFileException notReady) {
            return Optional.empty();
        }
    }

    void publish(URI address) throws IOException {
        var draft = Files.writeString(data().resolve("address.new"), address + "\n");
        Files.move(draft, addressFile(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Forgets what a process left that could not say that it ended. */
    public void withdrawAddress() throws IOException {
        Files.deleteIfExists(addressFile());
    }

    public Path data() {
        return root.resolve("data");
    }

    public Path etc() {
        return root.resolve("etc");
    }

    public Path log() {
        return root.resolve("log");
    }

    Path pidFile() {
        return data().resolve("pid");
    }

    private Path addressFile() {
        return data().resolve("address");
    }

    @Override
    public String toString() {
        return root.toString();
    }
}
