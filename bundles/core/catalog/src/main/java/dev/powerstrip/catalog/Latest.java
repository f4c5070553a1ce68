package dev.powerstrip.catalog;

import dev.powerstrip.sdk.provider.Endpoint;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the newest model of each family of which there are several. A family is what is left of a slug without its versions,
 * dates and the like, though not without sizes: {@code gemini-flash} of {@code gemini-2.5-flash} and of {@code gemini-3-flash-preview}.
 */
final class Latest {

    private static final Pattern VERSION = Pattern.compile("[vkm]?\\d+(\\.\\d+)*o?|preview|exp|latest");

    private Latest() {}

    /** The slugs, by names such as {@code ~google/gemini-flash-latest}. */
    static Map<String, String> of(Map<String, List<Endpoint>> models) {
        Map<String, String> newest = new TreeMap<>();
        Map<String, Integer> members = new HashMap<>();
        models.forEach((slug, endpoints) -> {
            int slash = slug.indexOf('/');
            if (slash > 0 && slug.indexOf(':') < 0 && slug.indexOf('/', slash + 1) < 0) {
                var alias = "~%s/%s-latest".formatted(slug.substring(0, slash), family(slug.substring(slash + 1)));
                members.merge(alias, 1, Integer::sum);
                newest.merge(alias, slug, (one, other) -> created(models.get(one)) < created(endpoints) ? other : one);
            }
        });
        newest.keySet().removeIf(alias -> members.get(alias) < 2);
        return Map.copyOf(newest);
    }

    private static String family(String name) {
        var words = name.split("-");
        return Stream.concat(Stream.of(words[0]),
            Arrays.stream(words).skip(1).filter(word -> !VERSION.matcher(word).matches()))
            .collect(Collectors.joining("-"));
    }

    private static long created(List<Endpoint> endpoints) {
        return endpoints.stream().mapToLong(endpoint -> endpoint.created().orElse(0)).max().orElse(0);
    }
}
