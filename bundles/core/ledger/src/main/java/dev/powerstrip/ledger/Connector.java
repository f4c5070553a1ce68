package dev.powerstrip.ledger;

import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.jdbc.DataSourceFactory;

/** Opens the database by whichever JDBC driver in the framework knows its URL. Thread-safe. */
final class Connector {

    private final String url;
    private final Login login;
    private final List<DataSourceFactory> factories = new CopyOnWriteArrayList<>();

    /** Who connects; asked at each connection, so that a password can change. */
    interface Login {

        Properties properties() throws SQLException;
    }

    Connector(String url, Login login) {
        this.url = url;
        this.login = login;
    }

    void add(DataSourceFactory factory) {
        factories.add(factory);
    }

    void remove(DataSourceFactory factory) {
        factories.remove(factory);
    }

    Database open() throws SQLException {
        for (var factory : factories) {
            var driver = factory.createDriver(null);
            if (driver.acceptsURL(url)) {
                return Database.open(driver, url, login.properties());
            }
        }
        throw new SQLException(
            "no JDBC driver for %s is there: put its bundle into lib/ and restart".formatted(kind()));
    }

    /** The URL's first words only: the rest may hold a password. */
    private String kind() {
        return url.split(":").length < 2 ? url : url.split(":")[0] + ":" + url.split(":")[1];
    }
}
