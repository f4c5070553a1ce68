package dev.powerstrip.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.line.Ledger.Key;
import dev.powerstrip.line.KeyPins;
import dev.powerstrip.line.Ledger.KeySpec;
import dev.powerstrip.line.Pin;
import dev.powerstrip.line.ProviderSettings.CredentialReference;
import dev.powerstrip.line.Secrets;
import dev.powerstrip.line.testing.SettableClock;
import dev.powerstrip.sdk.dialect.KeyUsage;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.secret.Secret;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.h2.Driver;
import org.h2.util.OsgiDataSourceFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.jdbc.DataSourceFactory;

@Timeout(60)
class SqlLedgerTest {

    /** The first database of a process may take longer to open than callers are to wait for it. */
    private static final Duration PATIENT = Duration.ofSeconds(50);
    private static final KeySpec PLAIN = new KeySpec("ci", false, Optional.empty(), Optional.empty());

    @TempDir
    Path data;
    private final SettableClock clock = new SettableClock("2026-11-18T10:00:00Z");
    private final FakeJournal journal = new FakeJournal();
    private final DataSourceFactory h2 = new OsgiDataSourceFactory(new Driver());
    private final List<SqlLedger> opened = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (var ledger : opened) {
            ledger.close();
        }
    }

    @Test
    void answersFromTheDatabaseWhatTheJournalHas() throws Exception {
        journal.add("gen-1", "2026-11-18T09:00:00Z", "k", "0.25");
        var ledger = open(data, "");

        assertThat(ledger.find("gen-1").orElseThrow().json()).isEqualTo(journal.records.get(0).json());
        assertThat(ledger.find("gen-2")).isEmpty();

        journal.add("gen-2", "2026-11-18T09:00:01Z", "k", "0.25");
        assertThat(ledger.find("gen-2")).isPresent();
        assertThat(journal.place).isEqualTo(2);
    }

    @Test
    void sumsWhatAKeySpentSinceMidnightMondayAndTheFirst() throws Exception {
        journal.add("long-ago", "2026-10-31T23:59:59Z", "k", "100");
        journal.add("this-month", "2026-11-01T00:00:00Z", "k", "10");
        journal.add("this-week", "2026-11-16T00:00:00Z", "k", "1");
        journal.add("last-week", "2026-11-15T23:59:59.999Z", "k", "0.5");
        journal.add("yesterday", "2026-11-17T23:59:59.999Z", "k", "0.1");
        journal.add("today", "2026-11-18T00:00:00Z", "k", "0.010000000001");
        journal.add("somebody", "2026-11-18T00:00:00Z", "other", "7");

        var usage = open(data, "").usage("k");

        assertThat(usage).isEqualTo(new KeyUsage(new BigDecimal("111.610000000001"), new BigDecimal("0.010000000001"),
            new BigDecimal("1.110000000001"), new BigDecimal("11.610000000001")));
    }

    @Test
    void saysZeroForAKeyThatSpentNothing() throws Exception {
        var usage = open(data, "").usage("nobody");

        assertThat(usage).isEqualTo(new KeyUsage(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO));
    }

    @Test
    void countsARecordOnceThatTheJournalGivesTwice() throws Exception {
        journal.add("gen-1", "2026-11-18T09:00:00Z", "k", "0.25");
        journal.stuck = true;
        var ledger = open(data, "");
        assertThat(ledger.usage("k").total()).isEqualByComparingTo("0.25");

        journal.add("gen-2", "2026-11-18T09:00:00Z", "k", "0.5");
        assertThat(ledger.usage("k").total()).isEqualByComparingTo("0.75");
        journal.stuck = false;

        assertThat(ledger.usage("k").total()).isEqualByComparingTo("0.75");
        assertThat(journal.place).isEqualTo(2);
    }

    @Test
    void carriesMoreThanOneBatch() throws Exception {
        for (int i = 0; i < 3200; i++) {
            journal.add("gen-" + i, "2026-11-18T09:00:00Z", "k", "0.01");
        }
        var ledger = open(data, "");

        for (int asked = 0; journal.place < 3200; asked++) {
            assertThat(asked).isLessThan(10);
            ledger.usage("k");
        }
        assertThat(ledger.usage("k").total()).isEqualByComparingTo("32");
    }

    @Test
    void findsEachRecordOfABatchByTheSecondInItsId() throws Exception {
        journal.add("gen-1763456400-a", "2026-11-18T09:00:00Z", "k", "0.01");
        journal.add("gen-1763456405-b", "2026-11-18T09:00:05Z", "k", "0.01");
        journal.add("gen-1763456402-c", "2026-11-18T09:00:02Z", "k", "0.01");
        var ledger = open(data, "");
        ledger.usage("k");
        journal.add("gen-1763456401-d", "2026-11-18T09:00:01Z", "k", "0.01");

        for (var record : journal.records) {
            assertThat(ledger.find(record.id()).orElseThrow().json()).isEqualTo(record.json());
        }
        assertThat(ledger.find("gen-1763456402-")).isEmpty();
        assertThat(ledger.find("gen-1763456402-d")).isEmpty();
    }

    @Test
    void hasEveryRecordThatTheJournalMayForgetWhenTheProcessIsKilled() throws Exception {
        for (int i = 0; i < 20; i++) {
            journal.add("gen-" + i, "2026-11-18T09:00:00Z", "k", "0.01");
        }
        var ledger = open(data, "");
        ledger.usage("k");
        assertThat(journal.place).isEqualTo(20);

        var killed = Files.createDirectories(data.resolve("copy-of-the-moment"));
        Files.copy(data.resolve("ledger.mv.db"), killed.resolve("ledger.mv.db"));
        var after = open(killed, "");

        assertThat(after.usage("k").total()).isEqualByComparingTo("0.2");
        assertThat(after.find("gen-19")).isPresent();
    }

    @Test
    void keepsItsBooksAcrossARestart() throws Exception {
        journal.add("gen-1", "2026-11-18T09:00:00Z", "k", "0.25");
        var before = open(data, "");
        before.usage("k");
        before.close();

        assertThat(open(data, "").usage("k").total()).isEqualByComparingTo("0.25");
    }

    @Test
    void saysThatTheDatabaseIsAwayAndGoesOnWhenItIsBack() throws Exception {
        journal.add("gen-1", "2026-11-18T09:00:00Z", "k", "0.25");
        var ledger = ledger(data, "", keys(data));

        assertThatThrownBy(() -> ledger.find("gen-1")).isInstanceOfSatisfying(GatewayException.class,
            away -> assertThat(away.type()).isEqualTo(ErrorType.UNAVAILABLE));
        var made = ledger.create(PLAIN);
        assertThat(ledger.key(made.key().hash())).isPresent();

        ledger.addDriver(h2);
        clock.advance(Duration.ofMinutes(1));
        assertThat(ledger.find("gen-1")).isPresent();
    }

    @Test
    void opensTheDatabaseAgainWhenItsConnectionBroke() throws Exception {
        journal.add("gen-1", "2026-11-18T09:00:00Z", "k", "0.25");
        var url = inMemory();
        var ledger = open(data, url);
        ledger.usage("k");
        try (var other = h2.createDriver(null).connect(url, new java.util.Properties());
            var statement = other.createStatement()) {
            statement.execute("shutdown immediately");
        }

        assertThatThrownBy(() -> ledger.usage("k")).isInstanceOf(GatewayException.class);
        clock.advance(Duration.ofMinutes(1));

        assertThat(ledger.usage("k").total()).isEqualByComparingTo("0");
    }

    @Test
    void storesKeysInTheDatabaseToo() throws Exception {
        var keys = keys(data);
        var ledger = ledger(data, "", keys);
        var kept = ledger.create(new KeySpec("kept", false, Optional.of(new BigDecimal("12.50")),
            Optional.of(clock.instant().plusSeconds(60)))).key();
        var gone = ledger.create(PLAIN).key();
        ledger.addDriver(h2);
        ledger.usage("k");
        ledger.delete(gone.hash());
        ledger.change(kept.hash(), Optional.of("renamed"), Optional.of(true));
        var pins = new KeyPins(false, List.of(Pin.parse("provider.openai@1.4.2")));
        ledger.pin(kept.hash(), pins);
        ledger.usage("k");
        assertThat(keys.state().unsaved()).isEmpty();
        ledger.close();
        Files.delete(data.resolve("keys.json"));

        var after = open(data, "");
        after.usage("k");

        assertThat(after.keys()).hasSize(3);
        assertThat(after.key(gone.hash())).isEmpty();
        assertThat(after.key(kept.hash())).hasValueSatisfying(key -> {
            assertThat(key.name()).isEqualTo("renamed");
            assertThat(key.pins()).isEqualTo(pins);
            assertThat(key.disabled()).isTrue();
            assertThat(key.limit().orElseThrow()).isEqualByComparingTo("12.5");
            assertThat(key.expires()).isEqualTo(kept.expires());
            assertThat(key.created()).isEqualTo(kept.created());
        });
    }

    @Test
    void tellsANewDatabaseOfEveryKey() throws Exception {
        var before = open(data, "");
        var made = before.create(PLAIN).key();
        before.usage("k");
        before.close();
        Files.delete(data.resolve("ledger.mv.db"));

        var after = open(data, "");
        after.usage("k");

        assertThat(after.keys()).hasSize(3).extracting(Key::hash).contains(made.hash());
    }

    @Test
    void seesTheKeysThatAnotherGatewayChangedInASharedDatabase() throws Exception {
        var url = inMemory();
        var here = open(data.resolve("here"), url);
        here.usage("k");
        var there = open(data.resolve("there"), url);
        var made = there.create(PLAIN).key();
        there.usage("k");
        assertThat(here.key(made.hash())).isEmpty();

        clock.advance(Duration.ofSeconds(10));
        here.usage("k");
        assertThat(here.key(made.hash())).isPresent();
        assertThat(here.keys()).hasSize(5);

        there.delete(made.hash());
        there.usage("k");
        clock.advance(Duration.ofSeconds(10));
        here.usage("k");
        assertThat(here.key(made.hash())).isEmpty();
    }

    @Test
    void takesARecordHoweverLongItIs() throws Exception {
        journal.add("gen-1", "2026-11-18T09:00:00Z", "k", "0.25");
        var json = journal.records.get(0).json();
        json.addProperty("id", "gen-long");
        json.addProperty("error", "x".repeat(2_000_000));
        json.addProperty("model", "m".repeat(5_000));
        journal.append(dev.powerstrip.sdk.sink.CallRecord.of(json));

        assertThat(open(data, "").find("gen-long").orElseThrow().text("error").orElseThrow()).hasSize(2_000_000);
    }

    @Test
    void connectsWithThePasswordThatItsReferenceStandsFor() throws Exception {
        var url = inMemory();
        var login = new java.util.Properties();
        login.setProperty("user", "sa");
        login.setProperty("password", "open sesame");
        h2.createDriver(null).connect(url, login).close();

        var ledger = ledger(data, config(url, "sa", "$[env:DB]"), keys(data));
        ledger.addDriver(h2);

        assertThat(ledger.usage("k").total()).isZero();
    }

    @Test
    void keepsAnAnswerForItsCallerAndNobodyElse() throws Exception {
        var ledger = open(data, "");

        assertThat(ledger.answers("k").keep("resp_1", bytes("one"))).isTrue();
        assertThat(ledger.answers("other").keep("resp_1", bytes("another"))).isTrue();

        assertThat(ledger.answers("k").find("resp_1")).hasValue(bytes("one"));
        assertThat(ledger.answers("other").find("resp_1")).hasValue(bytes("another"));
        assertThat(ledger.answers("third").find("resp_1")).isEmpty();
        assertThat(ledger.answers("third").delete("resp_1")).isFalse();
        assertThat(ledger.answers("k").find("resp_1")).isPresent();
    }

    @Test
    void forgetsAnAnswerThatIsDeleted() throws Exception {
        var answers = open(data, "").answers("k");
        answers.keep("resp_1", bytes("one"));
        answers.keep("resp_1", bytes("one again"));

        assertThat(answers.find("resp_1")).hasValue(bytes("one again"));
        assertThat(answers.delete("resp_1")).isTrue();
        assertThat(answers.find("resp_1")).isEmpty();
        assertThat(answers.delete("resp_1")).isFalse();
    }

    @Test
    void forgetsAnAnswerWhenItIsTooOld() throws Exception {
        var ledger = open(data, "");
        ledger.answers("k").keep("resp_1", bytes("one"));

        clock.advance(Duration.ofDays(30).minusSeconds(1));
        assertThat(ledger.answers("k").find("resp_1")).isPresent();
        clock.advance(Duration.ofSeconds(1));
        assertThat(ledger.answers("k").find("resp_1")).isEmpty();

        clock.advance(Duration.ofHours(1));
        ledger.usage("k");
        ledger.close();
        assertThat(answersIn(data)).isZero();
    }

    @Test
    void keepsNoAnswersWhereTheOperatorDoesNotWantThem() throws Exception {
        var before = open(data, "");
        before.answers("k").keep("resp_1", bytes("one"));
        before.close();

        var after = ledger(data, config("", "", "", "PT0S"), keys(data));
        after.addDriver(h2);
        after.usage("k");

        assertThat(after.answers("k").keeps()).isFalse();
        assertThat(after.answers("k").find("resp_1")).isEmpty();
        after.close();
        assertThat(answersIn(data)).isZero();
        assertThatThrownBy(() -> ledger(data, config("", "", "", "-PT1S"), keys(data)))
            .hasMessageContaining("responseRetention");
    }

    private long answersIn(Path folder) throws Exception {
        var url = "jdbc:h2:file:" + folder.resolve("ledger");
        try (var connection = h2.createDriver(null).connect(url, new java.util.Properties());
            var statement = connection.createStatement();
            var rows = statement.executeQuery("select count(*) from powerstrip_answers")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Test
    void hasAnAnswerOnTheDiskWhenItSaysThatItIsKept() throws Exception {
        var ledger = open(data, "");
        ledger.answers("k").keep("resp_1", bytes("one"));

        var killed = Files.createDirectories(data.resolve("copy-of-the-moment"));
        Files.copy(data.resolve("ledger.mv.db"), killed.resolve("ledger.mv.db"));

        assertThat(open(killed, "").answers("k").find("resp_1")).hasValue(bytes("one"));
    }

    @Test
    void takesUnfinishedAnswersWhereNoOtherGatewayCouldBeMakingThem() throws Exception {
        var alone = open(data, "").answers("k");
        var among = open(data.resolve("among"), "jdbc:h2:mem:among;DB_CLOSE_DELAY=-1").answers("k");

        assertThat(alone.begins()).isTrue();
        assertThat(alone.begin("resp_1", bytes("half"))).isTrue();
        assertThat(alone.find("resp_1")).hasValue(bytes("half"));
        assertThat(among.begins()).isFalse();
        assertThat(among.begin("resp_1", bytes("half"))).isFalse();
    }

    @Test
    void keepsTheAnswersOfManyCallersAtOnce() throws Exception {
        var ledger = open(data, "");
        ledger.usage("k");
        var kept = new java.util.concurrent.ConcurrentLinkedQueue<Boolean>();
        var callers = new ArrayList<Thread>();

        for (int i = 0; i < 40; i++) {
            var caller = "k" + i;
            callers.add(new Thread(() -> kept.add(ledger.answers(caller).keep("resp_1", bytes(caller)))));
        }
        callers.forEach(Thread::start);
        for (var caller : callers) {
            caller.join();
        }

        assertThat(kept).hasSize(40).containsOnly(true);
        for (int i = 0; i < 40; i++) {
            assertThat(ledger.answers("k" + i).find("resp_1")).hasValue(bytes("k" + i));
        }
    }

    @Test
    void saysThatAnAnswerIsNotKeptWhileTheDatabaseIsAway() throws Exception {
        var ledger = ledger(data, "", keys(data));

        assertThat(ledger.answers("k").keep("resp_1", bytes("one"))).isFalse();
        assertThatThrownBy(() -> ledger.answers("k").find("resp_1")).isInstanceOfSatisfying(GatewayException.class,
            away -> assertThat(away.type()).isEqualTo(ErrorType.UNAVAILABLE));
    }

    @Test
    void knowsNoAnswerOfAnIdThatNobodyGave() throws Exception {
        var answers = open(data, "").answers("k");

        for (var id : List.of("", "a\0b", "x".repeat(201), "gr\u00fc\u00dfe")) {
            assertThat(answers.keep(id, bytes("one"))).isFalse();
            assertThat(answers.find(id)).isEmpty();
            assertThat(answers.delete(id)).isFalse();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    /** One of the test's own: it lives as long as the process. */
    private static String inMemory() {
        return "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    }

    private SqlLedger open(Path folder, String url) throws IOException {
        var ledger = ledger(folder, url, keys(folder));
        ledger.addDriver(h2);
        return ledger;
    }

    private Keys keys(Path folder) throws IOException {
        return new Keys(folder, Map.of(), clock);
    }

    private SqlLedger ledger(Path folder, String url, Keys keys) {
        return ledger(folder, config(url, "", ""), keys);
    }

    private SqlLedger ledger(Path folder, SqlLedger.Config config, Keys keys) {
        var ledger = new SqlLedger(folder, config, keys, journal, new FakeSecrets(), PATIENT, clock);
        opened.add(ledger);
        return ledger;
    }

    private static final class FakeSecrets implements Secrets {

        @Override
        public Secret resolve(CredentialReference reference) {
            return Secret.of(reference.text().equals("$[env:DB]") ? "open sesame" : reference.text());
        }

        @Override
        public void refused(CredentialReference reference) {}
    }

    private static SqlLedger.Config config(String url, String user, String password) {
        return config(url, user, password, "P30D");
    }

    private static SqlLedger.Config config(String url, String user, String password, String retention) {
        return new SqlLedger.Config() {

            @Override
            public String responseRetention() {
                return retention;
            }

            @Override
            public String url() {
                return url;
            }

            @Override
            public String user() {
                return user;
            }

            @Override
            public String password() {
                return password;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return SqlLedger.Config.class;
            }
        };
    }
}
