package dev.powerstrip.ledger;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.powerstrip.line.KeyPins;
import dev.powerstrip.line.Ledger.Key;
import dev.powerstrip.sdk.dialect.KeyUsage;
import dev.powerstrip.sdk.sink.CallRecord;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** One connection and everything that is said over it, in SQL that H2 and PostgreSQL understand. One thread. */
final class Database implements AutoCloseable {

    private static final int LONGEST_NAME = 1000;
    /** How each database calls a long row of bytes. */
    private static final String H2_BYTES = "blob";
    private static final String BYTES = "bytea";
    private static final String[] SCHEMA = {"""
        create table if not exists powerstrip_keys (
            hash varchar(64) primary key, name varchar(1000) not null, label varchar(100) not null,
            management boolean not null, disabled boolean not null, cost_limit decimal(38, 18),
            expires timestamp with time zone, created timestamp with time zone not null)""", """
        alter table powerstrip_keys add column if not exists pins varchar(10000)""", """
        create table if not exists powerstrip_records (
            first_id varchar(200) primary key, begun_from bigint not null, begun_to bigint not null,
            records %s not null)""", """
        create index if not exists powerstrip_records_begun on powerstrip_records (begun_to, begun_from)""", """
        create table if not exists powerstrip_spending (
            key_hash varchar(1000), spent_on date, calls bigint not null, cost decimal(38, 18) not null,
            prompt_tokens bigint not null, completion_tokens bigint not null, primary key (key_hash, spent_on))""", """
        create table if not exists powerstrip_answers (
            caller varchar(1000), id varchar(200), kept_at bigint not null, answer %s not null,
            primary key (caller, id))""", """
        create index if not exists powerstrip_answers_kept on powerstrip_answers (kept_at)"""};

    private final Connection connection;
    private final boolean writesLater;

    /** Connects and makes the tables where there are none. */
    static Database open(Driver driver, String url, Properties login) throws SQLException {
        var connection = driver.connect(url, login);
        try {
            connection.setAutoCommit(false);
            boolean h2 = connection.getMetaData().getDatabaseProductName().equals("H2");
            try (var statement = connection.createStatement()) {
                for (var table : SCHEMA) {
                    statement.execute(table.formatted(h2 ? H2_BYTES : BYTES));
                }
            }
            connection.commit();
            return new Database(connection, h2);
        } catch (SQLException failed) {
            connection.close();
            throw failed;
        }
    }

    private Database(Connection connection, boolean writesLater) {
        this.connection = connection;
        this.writesLater = writesLater;
    }

    /**
     * Stores records and adds them up; all or none. On the disk when it returns.
     *
     * @param mayRepeat whether some may be there already, which are passed over then
     */
    void add(List<CallRecord> batch, boolean mayRepeat) throws SQLException {
        var fresh = mayRepeat ? notStored(batch) : batch;
        if (!fresh.isEmpty()) {
            insert(RecordBlock.of(fresh));
            for (var spent : Spending.of(fresh).entrySet()) {
                add(spent.getKey(), spent.getValue());
            }
        }
        commit();
    }

    private List<CallRecord> notStored(List<CallRecord> batch) throws SQLException {
        var fresh = new LinkedHashMap<String, CallRecord>();
        batch.forEach(record -> fresh.put(record.id(), record));
        var span = RecordBlock.of(batch);
        for (var firstId : blocks(span.from(), span.to())) {
            block(firstId).records().forEach(record -> fresh.remove(record.id()));
        }
        return List.copyOf(fresh.values());
    }

    /** The blocks that may hold a record whose exchange began between these seconds, by their first ids. */
    private List<String> blocks(long from, long to) throws SQLException {
        try (var select = connection.prepareStatement(
            "select first_id from powerstrip_records where begun_to >= ? and begun_from <= ? order by begun_to")) {
            select.setLong(1, from);
            select.setLong(2, to);
            var found = new ArrayList<String>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            return found;
        }
    }

    private RecordBlock block(String firstId) throws SQLException {
        try (var select = connection.prepareStatement(
            "select begun_from, begun_to, records from powerstrip_records where first_id = ?")) {
            select.setString(1, firstId);
            try (var rows = select.executeQuery()) {
                rows.next();
                return new RecordBlock(firstId, rows.getLong(1), rows.getLong(2), rows.getBytes(3));
            }
        }
    }

    private void insert(RecordBlock block) throws SQLException {
        try (var insert = connection.prepareStatement(
            "insert into powerstrip_records (first_id, begun_from, begun_to, records) values (?, ?, ?, ?)")) {
            insert.setString(1, block.firstId());
            insert.setLong(2, block.from());
            insert.setLong(3, block.to());
            insert.setBinaryStream(4, new ByteArrayInputStream(block.lines()), block.lines().length);
            insert.executeUpdate();
        }
    }

    private void add(Spending.KeyDay keyDay, Spending spent) throws SQLException {
        var update = """
            update powerstrip_spending set calls = calls + ?, cost = cost + ?, prompt_tokens = prompt_tokens + ?,
                completion_tokens = completion_tokens + ? where key_hash = ? and spent_on = ?""";
        var insert = """
            insert into powerstrip_spending (calls, cost, prompt_tokens, completion_tokens, key_hash, spent_on)
                values (?, ?, ?, ?, ?, ?)""";
        if (execute(update, keyDay, spent) == 0) {
            execute(insert, keyDay, spent);
        }
    }

    private int execute(String sql, Spending.KeyDay keyDay, Spending spent) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setLong(1, spent.calls());
            statement.setBigDecimal(2, spent.cost());
            statement.setLong(3, spent.promptTokens());
            statement.setLong(4, spent.completionTokens());
            setName(statement, 5, Optional.of(keyDay.keyHash()));
            statement.setObject(6, keyDay.day());
            return statement.executeUpdate();
        }
    }

    Optional<CallRecord> find(String id) throws SQLException {
        try {
            long begun = RecordBlock.begun(id);
            for (var firstId : blocks(begun, begun)) {
                var found = block(firstId).find(id);
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        } finally {
            connection.rollback();
        }
    }

    KeyUsage usage(String keyHash, LocalDate today) throws SQLException {
        try (var select = connection.prepareStatement("""
            select coalesce(sum(cost), 0), coalesce(sum(case when spent_on >= ? then cost end), 0),
                coalesce(sum(case when spent_on >= ? then cost end), 0),
                coalesce(sum(case when spent_on >= ? then cost end), 0)
            from powerstrip_spending where key_hash = ?""")) {
            select.setObject(1, today);
            select.setObject(2, today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)));
            select.setObject(3, today.withDayOfMonth(1));
            setName(select, 4, Optional.of(keyHash));
            try (var rows = select.executeQuery()) {
                rows.next();
                return new KeyUsage(money(rows, 1), money(rows, 2), money(rows, 3), money(rows, 4));
            }
        } finally {
            connection.rollback();
        }
    }

    /** Keeps an answer in place of an earlier one of the same id; {@link #commit} puts it on the disk. */
    void keep(String caller, String id, Instant at, byte[] answer) throws SQLException {
        remove(caller, id);
        try (var insert = connection.prepareStatement(
            "insert into powerstrip_answers (caller, id, kept_at, answer) values (?, ?, ?, ?)")) {
            setName(insert, 1, Optional.of(caller));
            insert.setString(2, id);
            insert.setLong(3, at.toEpochMilli());
            insert.setBinaryStream(4, new ByteArrayInputStream(answer), answer.length);
            insert.executeUpdate();
        }
    }

    /** An answer that was kept after that time. */
    Optional<byte[]> answer(String caller, String id, Instant after) throws SQLException {
        try (var select = connection.prepareStatement(
            "select answer from powerstrip_answers where caller = ? and id = ? and kept_at > ?")) {
            setName(select, 1, Optional.of(caller));
            select.setString(2, id);
            select.setLong(3, after.toEpochMilli());
            try (var rows = select.executeQuery()) {
                return rows.next() ? Optional.of(rows.getBytes(1)) : Optional.empty();
            }
        } finally {
            connection.rollback();
        }
    }

    /** Forgets an answer, once {@link #commit} was called; false if there was none. */
    boolean remove(String caller, String id) throws SQLException {
        try (var delete = connection.prepareStatement("delete from powerstrip_answers where caller = ? and id = ?")) {
            setName(delete, 1, Optional.of(caller));
            delete.setString(2, id);
            return delete.executeUpdate() > 0;
        }
    }

    /** Forgets the answers that were kept up to that time. */
    void removeAnswers(Instant upTo) throws SQLException {
        try (var delete = connection.prepareStatement("delete from powerstrip_answers where kept_at <= ?")) {
            delete.setLong(1, upTo.toEpochMilli());
            if (delete.executeUpdate() > 0) {
                commit();
            }
        }
        connection.rollback();
    }

    /** Every key stored, by hash. */
    Map<String, Key> keys() throws SQLException {
        try (var select = connection.createStatement(); var rows = select.executeQuery(
            """
            select hash, name, label, management, disabled, cost_limit, expires, created, pins from powerstrip_keys""")) {
            var keys = new LinkedHashMap<String, Key>();
            while (rows.next()) {
                keys.put(rows.getString(1),
                    new Key(rows.getString(1), rows.getString(2), rows.getString(3), rows.getBoolean(4),
                        rows.getBoolean(5), Optional.ofNullable(rows.getBigDecimal(6)).map(Database::plain),
                        Optional.ofNullable(rows.getObject(7, OffsetDateTime.class)).map(OffsetDateTime::toInstant),
                        rows.getObject(8, OffsetDateTime.class).toInstant(), pins(rows.getString(9))));
            }
            return keys;
        } finally {
            connection.rollback();
        }
    }

    private static KeyPins pins(String stored) {
        return stored == null ? KeyPins.NONE : PinJson.parse(JsonParser.parseString(stored).getAsJsonObject());
    }

    /** Makes the stored keys of these hashes what they are now, or takes them away. */
    void save(Collection<String> hashes, Map<String, Key> now) throws SQLException {
        try (var delete = connection.prepareStatement("delete from powerstrip_keys where hash = ?");
            var insert = connection.prepareStatement("""
                insert into powerstrip_keys (hash, name, label, management, disabled, cost_limit, expires, created,
                    pins) values (?, ?, ?, ?, ?, ?, ?, ?, ?)""")) {
            for (var hash : hashes) {
                delete.setString(1, hash);
                delete.executeUpdate();
                if (now.containsKey(hash)) {
                    insert(now.get(hash), insert);
                }
            }
        }
        commit();
    }

    private static void insert(Key key, PreparedStatement insert) throws SQLException {
        insert.setString(1, key.hash());
        insert.setString(2, key.name());
        insert.setString(3, key.label());
        insert.setBoolean(4, key.management());
        insert.setBoolean(5, key.disabled());
        setMoney(insert, 6, key.limit());
        if (key.expires().isPresent()) {
            insert.setObject(7, time(key.expires().get()));
        } else {
            insert.setNull(7, Types.TIMESTAMP_WITH_TIMEZONE);
        }
        insert.setObject(8, time(key.created()));
        insert.setString(9, PinJson.of(key.pins()).map(JsonObject::toString).orElse(null));
        insert.executeUpdate();
    }

    /** H2 writes a commit some time later; the journal's place must not move before it is on the disk. */
    void commit() throws SQLException {
        connection.commit();
        if (writesLater) {
            try (var statement = connection.createStatement()) {
                statement.execute("checkpoint sync");
            }
        }
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /** A name that its column cannot hold, too long or with a zero in it, is changed; the record says it in full. */
    private static void setName(PreparedStatement statement, int index, Optional<String> name) throws SQLException {
        if (name.isPresent()) {
            var storable = name.get().replace('\0', ' ');
            statement.setString(index, storable.substring(0, Math.min(storable.length(), LONGEST_NAME)));
        } else {
            statement.setNull(index, Types.VARCHAR);
        }
    }

    private static void setMoney(PreparedStatement statement, int index, Optional<BigDecimal> money)
        throws SQLException {
        if (money.isPresent()) {
            statement.setBigDecimal(index, money.get());
        } else {
            statement.setNull(index, Types.DECIMAL);
        }
    }

    private static BigDecimal money(ResultSet rows, int column) throws SQLException {
        return plain(rows.getBigDecimal(column));
    }

    private static BigDecimal plain(BigDecimal stored) {
        return stored.signum() == 0 ? BigDecimal.ZERO : stored.stripTrailingZeros();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
