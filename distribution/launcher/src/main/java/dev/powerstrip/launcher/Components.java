package dev.powerstrip.launcher;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.dto.BundleDTO;

/**
 * The core's components, as the component runtime describes them. Its types lie in its bundle, where the launcher
 * cannot name them, hence reflection; what it hands out are plain values with public fields.
 */
final class Components {

    private static final String RUNTIME = "org.osgi.service.component.runtime.ServiceComponentRuntime";
    private static final String LOCATION_OF_PLUGINS = "powerstrip:";
    private static final int WAITS_FOR_CONFIGURATION = 1;
    private static final int WAITS_FOR_SERVICE = 2;
    private static final int FAILED = 16;

    private final BundleContext context;

    Components(BundleContext context) {
        this.context = context;
    }

    /** One line for each that is not in use, saying why, but for those that merely wait for one another. */
    List<String> idle() {
        var all = all();
        var promised = all.stream().flatMap(idle -> idle.provides().stream()).collect(Collectors.toSet());
        var roots = all.stream().filter(idle -> idle.lacks().isEmpty() || !promised.containsAll(idle.lacks())).toList();
        return (roots.isEmpty() ? all : roots).stream().map(Idle::toString).toList();
    }

    /** One line for each that was to be used and could not be made. */
    List<String> failed() {
        return all().stream().filter(Idle::failed).map(Idle::toString).toList();
    }

    private List<Idle> all() {
        var reference = context.getServiceReference(RUNTIME);
        if (reference == null) {
            return List.of();
        }
        try {
            return all(reference);
        } catch (ReflectiveOperationException otherRuntime) {
            throw new IllegalStateException("the component runtime is not the one this was built for", otherRuntime);
        }
    }

    private List<Idle> all(ServiceReference<?> reference) throws ReflectiveOperationException {
        var runtime = context.getService(reference);
        var type = reference.getBundle().loadClass(RUNTIME);
        var descriptions = type.getMethod("getComponentDescriptionDTOs", Bundle[].class);
        var idle = new ArrayList<Idle>();
        for (var description : (Collection<?>) descriptions.invoke(runtime, (Object) new Bundle[0])) {
            if (!isPlugin(description)) {
                var configurations = type.getMethod("getComponentConfigurationDTOs", description.getClass());
                for (var component : (Collection<?>) configurations.invoke(runtime, description)) {
                    idle(component, description).ifPresent(idle::add);
                }
            }
        }
        return idle;
    }

    private boolean isPlugin(Object description) throws ReflectiveOperationException {
        var bundle = context.getBundle(((BundleDTO) field(description, "bundle")).id);
        return bundle != null && bundle.getLocation().startsWith(LOCATION_OF_PLUGINS);
    }

    private static Optional<Idle> idle(Object component, Object description) throws ReflectiveOperationException {
        var name = (String) field(description, "name");
        var provides = List.of((String[]) field(description, "serviceInterfaces"));
        var lacks = lacks(component, description);
        return switch ((int) field(component, "state")) {
            case WAITS_FOR_CONFIGURATION ->
                Optional.of(new Idle(name, "waits for its configuration", false, List.of(), provides));
            case WAITS_FOR_SERVICE ->
                Optional.of(new Idle(name, "waits for " + String.join(", ", lacks), false, lacks, provides));
            case FAILED ->
                Optional.of(new Idle(name, why((String) field(component, "failure")), true, List.of(), provides));
            default -> Optional.empty();
        };
    }

    private static List<String> lacks(Object component, Object description) throws ReflectiveOperationException {
        var interfaces = new ArrayList<String>();
        for (var unsatisfied : elements(field(component, "unsatisfiedReferences"))) {
            for (var reference : elements(field(description, "references"))) {
                if (field(reference, "name").equals(field(unsatisfied, "name"))) {
                    interfaces.add((String) field(reference, "interfaceName"));
                }
            }
        }
        return interfaces;
    }

    /** What the component itself said: the first exception of a stack trace that is not reflection's. */
    private static String why(String trace) {
        return trace.lines().filter(line -> !line.startsWith("\t")).map(line -> line.replaceFirst("^Caused by: ", ""))
            .filter(line -> !line.startsWith(InvocationTargetException.class.getName())).findFirst()
            .orElse("failed and does not say why");
    }

    private static List<Object> elements(Object array) {
        return List.of((Object[]) array);
    }

    private static Object field(Object value, String name) throws ReflectiveOperationException {
        return value.getClass().getField(name).get(value);
    }

    /** A component that is not in use. */
    private record Idle(String name, String why, boolean failed, List<String> lacks, List<String> provides) {

        @Override
        public String toString() {
            return "component %s: %s".formatted(name, why);
        }
    }
}
