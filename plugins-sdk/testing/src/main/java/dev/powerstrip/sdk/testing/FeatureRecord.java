package dev.powerstrip.sdk.testing;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the tests of one class prove of one provider, kept as {@code target/features/PROVIDER/CLASS.json} when they have
 * ended. Of a class that ran in part only, an older record stays.
 */
final class FeatureRecord implements AutoCloseable {

    private static final Path FOLDER = Path.of("target", "features");

    private final String provider;
    private final Class<?> tests;
    private final Set<Method> ran = new HashSet<>();
    private final Map<Feature, Boolean> proven = new EnumMap<>(Feature.class);

    FeatureRecord(String provider, Class<?> tests) {
        this.provider = provider;
        this.tests = tests;
    }

    synchronized void ran(Method method) {
        ran.add(method);
    }

    synchronized void ended(Feature feature, boolean passed) {
        proven.merge(feature, passed, Boolean::logicalAnd);
    }

    @Override
    public synchronized void close() throws IOException {
        if (ran.containsAll(proving(tests).toList())) {
            var file = FOLDER.resolve(provider).resolve(tests.getSimpleName() + ".json");
            Files.createDirectories(file.getParent());
            Files.writeString(file, tree().toString());
        }
    }

    private static Stream<Method> proving(Class<?> type) {
        return type == null ? Stream.empty()
            : Stream.concat(proving(type.getSuperclass()), Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Proves.class)));
    }

    private JsonObject tree() {
        var features = new JsonArray();
        proven.forEach((feature, passed) -> {
            if (passed) {
                features.add(feature.name());
            }
        });
        var tree = new JsonObject();
        tree.addProperty("provider", provider);
        tree.add("proven", features);
        return tree;
    }
}
