package dev.powerstrip.line;

import java.util.Set;

/** The revisions that keys are pinned to. Thread-safe. */
public interface PinDirectory {

    Set<Pin> pins();
}
