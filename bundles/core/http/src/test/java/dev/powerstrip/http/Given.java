package dev.powerstrip.http;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Settings as an operator's file would give them: what it does not name has its default, but the port is free. */
final class Given {

    private Given() {}

    static Settings settings(Object... keysAndValues) {
        return Settings.of(config(keysAndValues), launched -> Optional.empty(), Path.of("etc"));
    }

    static HttpEdge.Config config(Object... keysAndValues) {
        Map<String, Object> set = new HashMap<>(Map.of("port", 0));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            set.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return (HttpEdge.Config) Proxy.newProxyInstance(Given.class.getClassLoader(),
            new Class<?>[] {HttpEdge.Config.class},
            (proxy, method, arguments) -> set.getOrDefault(method.getName(), method.getDefaultValue()));
    }
}
