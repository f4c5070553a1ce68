package dev.powerstrip.lifecycle;

import java.time.Instant;

/** Since when a revision is out of service, and what it failed with in the end. */
record Quarantined(Instant since, String last) {

    String words() {
        return "it kept failing, at last with %s; out of service since %s".formatted(last, since);
    }
}
