package dev.powerstrip.lifecycle;

import java.time.Instant;

/** Since when a revision is out of service, and what it failed with in the end. */
record Quarantined(Instant since, String last) {

    String words() {
        return "it is quarantined since %s, because it kept failing: %s".formatted(since, last);
    }
}
