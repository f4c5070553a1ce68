package dev.powerstrip.bench;

import java.util.Locale;
import java.util.Optional;

/**
 * What is measured: what it is, where it listens, the key it wants, and its process, unless it is the mock upstream
 * itself.
 */
record Target(Kind kind, int port, String key, Optional<Child> process) implements AutoCloseable {

    /** In the order of the table's columns. */
    enum Kind {
        DIRECT, PROXY, GATEWAY;

        String title() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    String name() {
        return kind.title();
    }

    /** True if nothing is added to an answer's body on the way. */
    boolean verbatim() {
        return kind != Kind.GATEWAY;
    }

    /** A request for a chat completion. */
    byte[] post(String body) {
        return Payload.message("""
            POST /v1/chat/completions HTTP/1.1\r
            Host: 127.0.0.1:%d\r
            Authorization: Bearer %s\r
            Content-Type: application/json\r
            Accept: */*\r
            User-Agent: powerstrip-bench\r
            """.formatted(port, key), body);
    }

    /** The processor time it has used so far. */
    long cpuNanos() {
        return process.map(Child::cpuNanos).orElse(0L);
    }

    /** What of it the JVM's compilers used. */
    long compilerNanos() {
        return process.map(Child::compilerNanos).orElse(0L);
    }

    @Override
    public void close() {
        process.ifPresent(Child::close);
    }
}
