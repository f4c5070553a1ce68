package dev.powerstrip.lifecycle;

import dev.powerstrip.lifecycle.RefusedException.Again;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** Asks the component runtime why a plugin has no instance. Keeps words only: a thrown object would hold the plugin. */
final class ComponentReport {

    private static final String CAUSE = "Caused by: ";

    private final ServiceComponentRuntime runtime;

    ComponentReport(ServiceComponentRuntime runtime) {
        this.runtime = runtime;
    }

    /** Whether the instance waits for a service: the runtime has seen its configuration and cannot go on. */
    boolean waits(Bundle bundle, String component, String pid) {
        var description = runtime.getComponentDescriptionDTO(bundle, component);
        return description != null && runtime.getComponentConfigurationDTOs(description).stream()
            .anyMatch(configuration -> pid.equals(configuration.properties.get("service.pid"))
                && isUnsatisfied(configuration));
    }

    /** The runtime is in that state for a moment with every component, also with one that refers to nothing. */
    private static boolean isUnsatisfied(ComponentConfigurationDTO configuration) {
        return configuration.state == ComponentConfigurationDTO.UNSATISFIED_REFERENCE
            && configuration.unsatisfiedReferences.length > 0;
    }

    /** @param pid of the instance's own configuration */
    RefusedException refusal(Bundle bundle, String component, String pid) {
        var description = runtime.getComponentDescriptionDTO(bundle, component);
        if (description == null) {
            return new RefusedException("has a component description that the component runtime does not take: "
                + "build it again with the SDK's POM");
        }
        return runtime.getComponentConfigurationDTOs(description).stream()
            .filter(configuration -> pid.equals(configuration.properties.get("service.pid"))).findFirst()
            .flatMap(configuration -> refusal(description, configuration))
            .orElseGet(() -> new RefusedException("got no instance in time; it is tried again", Again.SOON));
    }

    private static Optional<RefusedException> refusal(ComponentDescriptionDTO description,
        ComponentConfigurationDTO configuration) {
        if (configuration.failure != null && !configuration.failure.isBlank()) {
            return Optional
                .of(new RefusedException("failed when it was activated: " + rootCause(configuration.failure)));
        }
        if (isUnsatisfied(configuration)) {
            return Optional.of(new RefusedException(
                "needs %s, which nobody offers now; it is tried again".formatted(missing(description, configuration)),
                Again.SOON));
        }
        return Optional.empty();
    }

    private static String rootCause(String trace) {
        var lines = trace.lines().toList();
        return lines.stream().filter(line -> line.startsWith(CAUSE)).reduce((first, second) -> second)
            .map(line -> line.substring(CAUSE.length())).orElse(lines.get(0));
    }

    private static String missing(ComponentDescriptionDTO description, ComponentConfigurationDTO configuration) {
        var names = Arrays.stream(configuration.unsatisfiedReferences).map(reference -> reference.name).toList();
        return Arrays.stream(description.references).filter(reference -> names.contains(reference.name))
            .map(reference -> "the service " + reference.interfaceName).collect(Collectors.joining(" and "));
    }
}
