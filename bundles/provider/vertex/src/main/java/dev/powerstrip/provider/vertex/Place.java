package dev.powerstrip.provider.vertex;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.provider.Attempt;
import java.net.URI;
import java.util.regex.Pattern;

/** A project in a location, and the address of what it serves. */
final class Place {

    static final String GLOBAL_HOST = "aiplatform.googleapis.com";
    private static final Pattern LOCATION = Pattern.compile("[a-z0-9-]+");

    private final String project;
    private final String location;

    /**
     * A place that the operator named.
     *
     * @param project empty for the credential's own
     * @throws IllegalArgumentException if there is no such location
     */
    Place(String project, String location) {
        if (!LOCATION.matcher(location).matches()) {
            throw new IllegalArgumentException(
                "location has to be a region such as \"us-east5\", or us, eu or global; it is \"%s\""
                    .formatted(location));
        }
        this.project = project;
        this.location = location;
    }

    /** Each location has a host of its own; an operator's own {@code baseUrl} stays as it is. */
    URI uri(Attempt attempt, String ownProject, String path) {
        var chosen = project.isEmpty() ? ownProject : project;
        if (chosen.isEmpty()) {
            throw new GatewayException(ErrorType.PROVIDER_UNAVAILABLE,
                "the provider does not know its project: write \"project\" into etc/provider.vertex.cfg.json");
        }
        var uri = attempt.uri("projects/%s/locations/%s/publishers/%s".formatted(chosen, location, path));
        return GLOBAL_HOST.equals(uri.getHost()) ? URI.create(uri.toString().replaceFirst(GLOBAL_HOST, host())) : uri;
    }

    private String host() {
        return switch (location) {
            case "global" -> GLOBAL_HOST;
            case "us", "eu" -> "aiplatform.%s.rep.googleapis.com".formatted(location);
            default -> location + "-" + GLOBAL_HOST;
        };
    }
}
