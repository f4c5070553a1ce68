package dev.powerstrip.upstream;

import dev.powerstrip.line.ProviderSettings;
import dev.powerstrip.sdk.http.Headers;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings of a provider at a test's upstream, patient unless the test says otherwise. */
record TestSettings(URI baseUrl, Duration connect, Duration firstByte, Duration idle, int maxConnections,
    Optional<URI> proxy, Optional<String> trustStore, Optional<String> clientCertificate) {

    private static final Duration PATIENT = Duration.ofSeconds(30);

    static TestSettings at(URI baseUrl) {
        return new TestSettings(baseUrl, PATIENT, PATIENT, PATIENT, 10, Optional.empty(), Optional.empty(),
            Optional.empty());
    }

    TestSettings connectTimeout(Duration time) {
        return new TestSettings(baseUrl, time, firstByte, idle, maxConnections, proxy, trustStore, clientCertificate);
    }

    TestSettings firstByteTimeout(Duration time) {
        return new TestSettings(baseUrl, connect, time, idle, maxConnections, proxy, trustStore, clientCertificate);
    }

    TestSettings idleTimeout(Duration time) {
        return new TestSettings(baseUrl, connect, firstByte, time, maxConnections, proxy, trustStore,
            clientCertificate);
    }

    TestSettings maxConnections(int most) {
        return new TestSettings(baseUrl, connect, firstByte, idle, most, proxy, trustStore, clientCertificate);
    }

    TestSettings proxy(URI uri) {
        return new TestSettings(baseUrl, connect, firstByte, idle, maxConnections, Optional.of(uri), trustStore,
            clientCertificate);
    }

    TestSettings trusting(Object file) {
        return new TestSettings(baseUrl, connect, firstByte, idle, maxConnections, proxy,
            Optional.of(file.toString()), clientCertificate);
    }

    TestSettings showing(Object file) {
        return new TestSettings(baseUrl, connect, firstByte, idle, maxConnections, proxy, trustStore,
            Optional.of(file.toString()));
    }

    ProviderSettings build() {
        return new ProviderSettings("acme", "Acme", baseUrl, List.of(), List.of(), false, connect, firstByte, PATIENT,
            idle, maxConnections, proxy, Headers.none(), trustStore, clientCertificate);
    }
}
