package dev.powerstrip.sdk.dialect;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.http.RequestHead;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds out which route a request takes. Where a path leads to several, one without variables counts before others, then the
 * first in the table; those that differ in their method only stand for one place. Immutable, thread-safe.
 *
 * @param <E> what stands in the table: a {@link Route}, or something that has one
 */
public final class RouteTable<E> {

    /** The metadata of a {@code METHOD_NOT_ALLOWED} that say what is allowed, for the header of that name. */
    public static final String ALLOW = "allow";

    private static final Pattern VARIABLE = Pattern.compile("\\{(\\+?)(\\w+)}");
    private static final Pattern SEPARATOR = Pattern.compile("[/:]");

    private final List<Entry<E>> entries = new ArrayList<>();
    /** The entries of a path without variables; most requests take one of these. */
    private final Map<String, List<Entry<E>>> plain = new HashMap<>();
    private final List<Entry<E>> withVariables;

    /**
     * @param start what the path has before its first variable: each request is asked whether it is at each entry, and
     *        nearly none begins like another
     */
    private record Entry<E>(E what, Route route, Set<String> neededHeaders, List<String> variables, String start,
        Pattern pattern) {

        static <E> Entry<E> of(E what, Route route) {
            var variables = new ArrayList<String>();
            var regex = new StringBuilder();
            var matcher = VARIABLE.matcher(route.path());
            int from = 0;
            while (matcher.find()) {
                regex.append(literal(route.path().substring(from, matcher.start()), from > 0))
                    .append(matcher.group(1).isEmpty() ? "([^/]+?)" : "(.+)");
                variables.add(matcher.group(2));
                from = matcher.end();
            }
            regex.append(literal(route.path().substring(from), from > 0));
            var start = variables.isEmpty() ? route.path() : route.path().substring(0, route.path().indexOf('{'));
            return new Entry<>(what, route, route.neededHeaders(), variables, start,
                Pattern.compile(regex.toString()));
        }

        /** Clients that encode a name encode what separates it from the next, too. */
        private static String literal(String text, boolean afterVariable) {
            var quoted = text.isEmpty() ? "" : Pattern.quote(text);
            return afterVariable ? SEPARATOR.matcher(quoted).replaceAll(separator -> Matcher.quoteReplacement(
                separator.group().equals("/") ? "\\E(?:/|%2[Ff])\\Q" : "\\E(?::|%3[Aa])\\Q")) : quoted;
        }

        boolean isAt(RequestHead head) {
            return isAt(head.route()) && (neededHeaders.isEmpty()
                || neededHeaders.stream().allMatch(name -> head.header(name).isPresent()));
        }

        private boolean isAt(String path) {
            return variables.isEmpty() ? path.equals(start)
                : path.startsWith(start) && pattern.matcher(path).matches();
        }
    }

    private RouteTable(List<E> all, Function<E, Route> route) {
        all.forEach(what -> entries.add(Entry.of(what, route.apply(what))));
        entries.stream().filter(entry -> entry.variables().isEmpty())
            .forEach(entry -> plain.computeIfAbsent(entry.route().path(), any -> new ArrayList<>()).add(entry));
        withVariables = entries.stream().filter(entry -> !entry.variables().isEmpty()).toList();
    }

    public static RouteTable<Route> of(Route... routes) {
        return new RouteTable<>(List.of(routes), Function.identity());
    }

    public static <E> RouteTable<E> of(List<E> entries, Function<E, Route> route) {
        return new RouteTable<>(entries, route);
    }

    public List<Route> routes() {
        return entries.stream().map(Entry::route).toList();
    }

    /** True if there is a route at this path, whatever the method. */
    public boolean leadsTo(RequestHead head) {
        return !at(head).isEmpty();
    }

    /** The methods of the routes at this path; empty if there are none. */
    public List<String> methods(RequestHead head) {
        return at(head).stream().map(entry -> entry.route().method()).toList();
    }

    /** The route that this request takes; empty if its path leads to none, or to none with its method. */
    public Optional<E> find(RequestHead head) {
        for (var entry : at(head)) {
            if (entry.route().method().equals(head.method())) {
                return Optional.of(entry.what());
            }
        }
        return Optional.empty();
    }

    /**
     * The route of a request whose path leads to one.
     *
     * @throws GatewayException {@code METHOD_NOT_ALLOWED} if it has another method, with {@link #ALLOW}
     */
    public E called(RequestHead head) {
        return find(head).orElseThrow(() -> {
            var allowed = String.join(", ", methods(head));
            return new GatewayException(ErrorType.METHOD_NOT_ALLOWED,
                "%s is not allowed on %s: use %s".formatted(head.method(), head.path(), allowed))
                .with(ALLOW, allowed);
        });
    }

    /** The entries at the first place that the path leads to; empty if there is none. */
    private List<Entry<E>> at(RequestHead head) {
        List<Entry<E>> here = List.of();
        for (var entry : plain.getOrDefault(head.route(), withVariables)) {
            if (entry.isAt(head) && (here.isEmpty() || here.get(0).route().path().equals(entry.route().path()))) {
                here = here.isEmpty() ? new ArrayList<>() : here;
                here.add(entry);
            }
        }
        return here;
    }

    /**
     * What stands for a variable in the path of a request that takes a route of this table, decoded.
     *
     * @throws GatewayException if it is not properly encoded
     */
    public String variable(RequestHead head, String name) {
        for (var entry : at(head)) {
            var matcher = entry.pattern().matcher(head.route());
            if (matcher.matches() && entry.variables().contains(name)) {
                return decoded(matcher, entry.variables().indexOf(name) + 1);
            }
        }
        throw new IllegalArgumentException("the path of %s holds no %s".formatted(head, name));
    }

    /** A plus sign in a path is a plus sign. */
    private static String decoded(Matcher matcher, int group) {
        try {
            return URLDecoder.decode(matcher.group(group).replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new GatewayException(ErrorType.INVALID_REQUEST,
                "the path is not properly encoded: write a percent sign as %25", malformed);
        }
    }
}
