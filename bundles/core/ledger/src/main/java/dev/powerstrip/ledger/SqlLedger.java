package dev.powerstrip.ledger;

import static org.osgi.service.component.annotations.ReferenceCardinality.MULTIPLE;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;

import dev.powerstrip.line.Home;
import dev.powerstrip.line.Journal;
import dev.powerstrip.line.KeyPins;
import dev.powerstrip.line.Ledger;
import dev.powerstrip.line.ProviderSettings.CredentialReference;
import dev.powerstrip.line.Secrets;
import dev.powerstrip.sdk.dialect.AnswerStore;
import dev.powerstrip.sdk.dialect.KeyUsage;
import dev.powerstrip.sdk.sink.CallRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jdbc.DataSourceFactory;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Keys from memory, usage and cost from a database that callers never wait long for. */
@Component(configurationPid = "ledger", immediate = true)
@Designate(ocd = SqlLedger.Config.class)
public final class SqlLedger implements Ledger {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Clock clock;
    private final Keys keys;
    private final Duration retention;
    private final boolean shared;
    private final Connector connector;
    private final Bookkeeper bookkeeper;

    /** The keys of {@code etc/ledger.cfg.json}. */
    @ObjectClassDefinition(name = "Ledger")
    public @interface Config {

        @AttributeDefinition(
            description = "the JDBC URL of an H2 or PostgreSQL database; empty keeps one below data/",
            required = false
        )
        String url() default "";

        @AttributeDefinition(description = "who connects", required = false)
        String user() default "";

        @AttributeDefinition(description = "a text, or a reference such as $[env:NAME]", required = false)
        String password() default "";

        @AttributeDefinition(
            description = "how long responses are kept that clients may ask for again; ISO-8601, PT0S keeps none",
            required = false
        )
        String responseRetention() default "P30D";
    }

    @Activate
    public SqlLedger(BundleContext context, Config config, @Reference Keys keys, @Reference Journal journal,
        @Reference Secrets secrets) {
        this(Home.of(context).data(), config, keys, journal, secrets, PATIENCE, Clock.systemUTC());
    }

    SqlLedger(Path data, Config config, Keys keys, Journal journal, Secrets secrets, Duration patience, Clock clock) {
        this.clock = clock;
        this.keys = keys;
        retention = retention(config);
        shared = !config.url().isEmpty();
        connector = new Connector(shared ? config.url() : embeddedUrl(data), () -> login(config, secrets));
        bookkeeper = new Bookkeeper(connector, journal, keys, shared, retention, patience, clock);
        bookkeeper.start();
    }

    private static Duration retention(Config config) {
        var retention = Duration.parse(config.responseRetention());
        if (retention.isNegative()) {
            throw new IllegalArgumentException("responseRetention must not be negative: PT0S keeps no responses");
        }
        return retention;
    }

    /** Closed by us alone, not by a hook of H2's. */
    private static String embeddedUrl(Path data) {
        return "jdbc:h2:file:" + data.resolve("ledger").toAbsolutePath()
            + ";DB_CLOSE_ON_EXIT=FALSE";
    }

    private static Properties login(Config config, Secrets secrets) throws SQLException {
        var login = new Properties();
        if (!config.user().isEmpty()) {
            login.setProperty("user", config.user());
        }
        if (!config.password().isEmpty()) {
            login.setProperty("password", password(config, secrets));
        }
        return login;
    }

    private static String password(Config config, Secrets secrets) throws SQLException {
        try {
            return secrets.resolve(new CredentialReference(config.password())).use(text -> text);
        } catch (IOException failed) {
            throw new SQLException("its password cannot be read: " + failed.getMessage(), failed);
        }
    }

    @Reference(cardinality = MULTIPLE, policy = DYNAMIC)
    void addDriver(DataSourceFactory factory) {
        connector.add(factory);
    }

    void removeDriver(DataSourceFactory factory) {
        connector.remove(factory);
    }

    @Override
    public Optional<CallRecord> find(String generationId) {
        return bookkeeper.ask(database -> database.find(generationId));
    }

    @Override
    public KeyUsage usage(String keyHash) {
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return bookkeeper.ask(database -> database.usage(keyHash, today));
    }

    @Override
    public AnswerStore answers(String caller) {
        return retention.isZero() ? AnswerStore.none() : new KeptAnswers(bookkeeper, caller, retention, shared, clock);
    }

    @Override
    public List<Key> keys() {
        return keys.all();
    }

    @Override
    public Optional<Key> key(String hash) {
        return keys.key(hash);
    }

    @Override
    public NewKey create(KeySpec spec) {
        return keys.create(spec);
    }

    @Override
    public Optional<Key> change(String hash, Optional<String> name, Optional<Boolean> disabled) {
        return keys.change(hash, name, disabled);
    }

    @Override
    public Optional<Key> pin(String hash, KeyPins pins) {
        return keys.pin(hash, pins);
    }

    @Override
    public boolean delete(String hash) {
        return keys.delete(hash);
    }

    @Deactivate
    void close() throws InterruptedException {
        bookkeeper.close();
    }
}
