package dev.powerstrip.line.testing;

import dev.powerstrip.line.ProviderSettings;
import dev.powerstrip.line.ProviderSettings.CredentialReference;
import dev.powerstrip.sdk.http.Headers;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** A provider's settings, patient and without anything optional unless the test says otherwise. Immutable. */
public final class TestSettings {

    private static final Duration PATIENT = Duration.ofSeconds(30);

    private final String id;
    private final URI baseUrl;
    private List<CredentialReference> credentials = List.of();
    private List<String> models = List.of();
    private List<String> hosts = List.of();
    private boolean allowUnlisted;
    private Duration connectTimeout = PATIENT;
    private Duration firstByteTimeout = PATIENT;
    private Duration firstTokenTimeout = PATIENT;
    private Duration idleTimeout = PATIENT;
    private int maxConnections = 10;
    private Optional<URI> proxy = Optional.empty();
    private Headers headers = Headers.none();
    private Optional<String> trustStore = Optional.empty();
    private Optional<String> clientCertificate = Optional.empty();
    private int maxConcurrent = 1_000;

    private TestSettings(String id, URI baseUrl) {
        this.id = id;
        this.baseUrl = baseUrl;
    }

    /** A provider whose name is its id in capitals, at an address where nobody listens. */
    public static TestSettings of(String id) {
        return of(id, URI.create("http://127.0.0.1:1"));
    }

    public static TestSettings of(String id, URI baseUrl) {
        return new TestSettings(id, baseUrl);
    }

    public TestSettings credentials(String... texts) {
        return with(copy -> copy.credentials = Arrays.stream(texts).map(CredentialReference::new).toList());
    }

    public TestSettings models(String... nativeNames) {
        return with(copy -> copy.models = List.of(nativeNames));
    }

    public TestSettings allowUnlisted(boolean allow) {
        return with(copy -> copy.allowUnlisted = allow);
    }

    public TestSettings connectTimeout(Duration time) {
        return with(copy -> copy.connectTimeout = time);
    }

    public TestSettings firstByteTimeout(Duration time) {
        return with(copy -> copy.firstByteTimeout = time);
    }

    public TestSettings firstTokenTimeout(Duration time) {
        return with(copy -> copy.firstTokenTimeout = time);
    }

    public TestSettings idleTimeout(Duration time) {
        return with(copy -> copy.idleTimeout = time);
    }

    public TestSettings maxConnections(int most) {
        return with(copy -> copy.maxConnections = most);
    }

    public TestSettings proxy(URI uri) {
        return with(copy -> copy.proxy = Optional.of(uri));
    }

    public TestSettings headers(Headers always) {
        return with(copy -> copy.headers = always);
    }

    public TestSettings trusting(Object file) {
        return with(copy -> copy.trustStore = Optional.of(file.toString()));
    }

    public TestSettings showing(Object file) {
        return with(copy -> copy.clientCertificate = Optional.of(file.toString()));
    }

    public TestSettings maxConcurrent(int most) {
        return with(copy -> copy.maxConcurrent = most);
    }

    public TestSettings hosts(String... names) {
        return with(copy -> copy.hosts = List.of(names));
    }

    private TestSettings with(Consumer<TestSettings> change) {
        var copy = new TestSettings(id, baseUrl);
        copy.credentials = credentials;
        copy.models = models;
        copy.allowUnlisted = allowUnlisted;
        copy.connectTimeout = connectTimeout;
        copy.firstByteTimeout = firstByteTimeout;
        copy.firstTokenTimeout = firstTokenTimeout;
        copy.idleTimeout = idleTimeout;
        copy.maxConnections = maxConnections;
        copy.proxy = proxy;
        copy.headers = headers;
        copy.trustStore = trustStore;
        copy.clientCertificate = clientCertificate;
        copy.maxConcurrent = maxConcurrent;
        copy.hosts = hosts;
        change.accept(copy);
        return copy;
    }

    public URI baseUrl() {
        return baseUrl;
    }

    public ProviderSettings build() {
        return new ProviderSettings(id, id.toUpperCase(Locale.ROOT), baseUrl, credentials, models, allowUnlisted,
            connectTimeout, firstByteTimeout, firstTokenTimeout, idleTimeout, maxConnections, proxy, headers,
            trustStore, clientCertificate, maxConcurrent, hosts);
    }
}
