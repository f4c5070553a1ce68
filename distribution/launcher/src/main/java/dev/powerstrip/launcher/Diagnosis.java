package dev.powerstrip.launcher;

import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/** Says what keeps the gateway from coming up: bundles that do not start, components that wait for something. */
final class Diagnosis {

    private final Container container;

    Diagnosis(Container container) {
        this.container = container;
    }

    /** What no waiting can mend: bundles that do not start, components that failed. Once the start has returned. */
    List<String> fatal() {
        var lines = bundles();
        new Components(container.context()).failed().forEach(lines::add);
        return lines;
    }

    /** Everything that is not as it should be, at any time. */
    List<String> all() {
        var lines = bundles();
        new Components(container.context()).idle().forEach(lines::add);
        return lines;
    }

    private List<String> bundles() {
        var lines = new ArrayList<String>();
        for (var bundle : container.idle()) {
            lines.add("bundle %s: %s".formatted(bundle.getSymbolicName(), whyIdle(bundle)));
        }
        return lines;
    }

    /** A second try tells the reason of the first. */
    private static String whyIdle(Bundle bundle) {
        if (bundle.getState() == Bundle.STARTING) {
            return "its start has not returned";
        }
        try {
            bundle.start(Bundle.START_TRANSIENT);
            return "it starts only now";
        } catch (BundleException failed) {
            var cause = failed.getCause() == null ? failed : failed.getCause();
            return String.valueOf(cause.getMessage()).lines().findFirst().orElse("it says nothing");
        }
    }
}
