package dev.powerstrip.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonParser;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.postgresql.Driver;

/** A real PostgreSQL on a free port, which keeps its data when it is stopped; and an installation that has its driver. */
final class Postgres implements AutoCloseable {

    private final Path folder;
    private final int port;
    private EmbeddedPostgres server;

    Postgres(Path folder) throws IOException {
        this.folder = folder;
        server = builder().start();
        port = server.getPort();
    }

    private EmbeddedPostgres.Builder builder() {
        return EmbeddedPostgres.builder().setOverrideWorkingDirectory(folder.resolve("programs").toFile())
            .setDataDirectory(folder.resolve("data")).setCleanDataDirectory(false)
            .setPGStartupWait(Duration.ofMinutes(1));
    }

    /** PostgreSQL never runs as root, but as nobody within a name space of its own. */
    static boolean runsHere() throws InterruptedException {
        try {
            return !System.getProperty("user.name").equals("root")
                || new ProcessBuilder("unshare", "-U", "true").start().waitFor() == 0;
        } catch (IOException noSuchCommand) {
            return false;
        }
    }

    void stop() throws IOException {
        server.close();
    }

    /** Starts it again where it was. */
    void start() throws IOException {
        server = builder().setPort(port).start();
    }

    /** Has a gateway keep its ledger there. */
    void configure(Path home) throws IOException {
        Files.writeString(home.resolve("etc/ledger.cfg.json"), """
            {"url": "jdbc:postgresql://localhost:%d/postgres", "user": "postgres", "password": "postgres"}"""
            .formatted(port));
    }

    /** A copy of the distribution with the driver in {@code lib/}, where an operator puts it. */
    static Path installation(Path folder) throws IOException, URISyntaxException {
        var distribution = RunningGateway.distribution();
        try (var files = Files.walk(distribution)) {
            files.forEach(file -> copy(file, folder.resolve(distribution.relativize(file).toString())));
        }
        var driver = Path.of(Driver.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        copy(driver, folder.resolve("lib").resolve(driver.getFileName()));
        return folder;
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the record of each of these generations is there; the ids of all records. */
    List<String> await(Collection<String> wanted) throws Exception {
        return Eventually.get(this::ids, there -> there.containsAll(wanted), "each has its record");
    }

    private List<String> ids() throws SQLException {
        var ids = new ArrayList<String>();
        try (var connection = server.getPostgresDatabase().getConnection();
            var tables = connection.getMetaData().getTables(null, null, "powerstrip_records", null)) {
            if (tables.next()) {
                readIds(connection, ids);
            }
        }
        return ids;
    }

    private static void readIds(Connection connection, List<String> ids) throws SQLException {
        try (var rows = connection.createStatement().executeQuery("select records from powerstrip_records")) {
            while (rows.next()) {
                new String(rows.getBytes(1), UTF_8).lines()
                    .forEach(line -> ids.add(JsonParser.parseString(line).getAsJsonObject().get("id").getAsString()));
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
