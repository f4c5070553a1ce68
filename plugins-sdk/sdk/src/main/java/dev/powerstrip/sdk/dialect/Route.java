package dev.powerstrip.sdk.dialect;

import dev.powerstrip.sdk.error.ErrorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * An HTTP route, as {@code /openapi.json} describes it. Whoever serves it looks it up in a {@link RouteTable}, so that what is
 * not described is not served. Immutable.
 *
 * @param method upper case, such as {@code POST}
 * @param path below {@code /api/v1/} and {@code /v1/}, such as {@code chat/completions}; with a slash before it, the whole
 *        path. A variable is written <code>{hash}</code>, one that may hold slashes <code>{+slug}</code>
 * @param id what programs call it, such as {@code createChatCompletion}; no two routes have the same
 * @param summary one sentence
 * @param open whether it is served to anybody, without a key
 * @param parameters what stands in the path, the query and the headers
 * @param bodies how the request's body looks, by media type; empty if it has none
 * @param status of the answer
 * @param answers how the answer's body looks, by media type; under {@code text/event-stream} what the data of an event are
 * @param failures how it fails
 */
public record Route(String method, String path, String id, String summary, boolean open, List<Parameter> parameters,
    Map<String, Shape> bodies, int status, Map<String, Shape> answers, Failures failures) {

    public static final String JSON = "application/json";
    public static final String EVENTS = "text/event-stream";

    /** Where a parameter stands. */
    public enum Place {
        PATH, QUERY, HEADER
    }

    /**
     * What a request says beside its body. A header that is required is a part of the route: without it a request is
     * another's.
     */
    public record Parameter(String name, Place place, Shape shape, String words, boolean required) {}

    /**
     * The errors that a route may answer with.
     *
     * @param envelope how each of them looks
     * @param statuses the HTTP statuses, in their order
     */
    public record Failures(Shape envelope, List<Integer> statuses) {

        private static final Failures NONE = new Failures(Shape.any(), List.of());
    }

    public static Route get(String path, String id, String summary) {
        return of("GET", path, id, summary);
    }

    public static Route post(String path, String id, String summary) {
        return of("POST", path, id, summary);
    }

    public static Route patch(String path, String id, String summary) {
        return of("PATCH", path, id, summary);
    }

    public static Route delete(String path, String id, String summary) {
        return of("DELETE", path, id, summary);
    }

    private static Route of(String method, String path, String id, String summary) {
        return new Route(method, path, id, summary, false, List.of(), Map.of(), 200, Map.of(), Failures.NONE);
    }

    /** The same, served to anybody. */
    public Route openToAll() {
        return new Route(method, path, id, summary, true, parameters, bodies, status, answers, failures);
    }

    /** The same, with what a variable of its path means. */
    public Route variable(String name, String words) {
        return plus(new Parameter(name, Place.PATH, Shape.string(), words, true));
    }

    /** The same with a parameter in the query that may be left out. */
    public Route query(String name, Shape shape, String words) {
        return plus(new Parameter(name, Place.QUERY, shape, words, false));
    }

    /** The same with the members of this object as parameters in the query. */
    public Route query(Shape members) {
        var more = new ArrayList<>(parameters);
        members.each((name, shape, words, needed) -> more.add(
            new Parameter(name, Place.QUERY, shape, words, needed)));
        return new Route(method, path, id, summary, open, List.copyOf(more), bodies, status, answers, failures);
    }

    /** The same with a parameter in the query that has to be there. */
    public Route needsQuery(String name, Shape shape, String words) {
        return plus(new Parameter(name, Place.QUERY, shape, words, true));
    }

    /** The same with a header that may be left out. */
    public Route header(String name, String words) {
        return plus(new Parameter(name, Place.HEADER, Shape.string(), words, false));
    }

    /** The same for those requests only that have this header. */
    public Route needsHeader(String name, String words) {
        return plus(new Parameter(name, Place.HEADER, Shape.string(), words, true));
    }

    private Route plus(Parameter parameter) {
        var more = new ArrayList<>(parameters);
        more.add(parameter);
        return new Route(method, path, id, summary, open, List.copyOf(more), bodies, status, answers, failures);
    }

    /** The same with a JSON body. */
    public Route takes(Shape body) {
        return takes(JSON, body);
    }

    /** The same with a body; where there are several media types, it may have any of them. */
    public Route takes(String mediaType, Shape body) {
        return new Route(method, path, id, summary, open, parameters, plus(bodies, mediaType, body), status, answers,
            failures);
    }

    private static Map<String, Shape> plus(Map<String, Shape> some, String mediaType, Shape shape) {
        var more = new LinkedHashMap<>(some);
        more.put(mediaType, shape);
        return Collections.unmodifiableMap(more);
    }

    /** The same with an answer in JSON. */
    public Route answers(Shape answer) {
        return answers(JSON, answer);
    }

    public Route answers(String mediaType, Shape answer) {
        return new Route(method, path, id, summary, open, parameters, bodies, status,
            plus(answers, mediaType, answer), failures);
    }

    /** The same, which may also be streamed as server-sent events, each with such data. */
    public Route streams(Shape event) {
        return answers(EVENTS, event);
    }

    /** The same, answered with another status than 200. */
    public Route status(int usual) {
        return new Route(method, path, id, summary, open, parameters, bodies, usual, answers, failures);
    }

    /** The same, which may fail in these ways, each told in this envelope. */
    public Route fails(Shape envelope, ErrorType... types) {
        var statuses = Arrays.stream(types).map(ErrorType::status).collect(Collectors.toCollection(TreeSet::new));
        return new Route(method, path, id, summary, open, parameters, bodies, status, answers,
            new Failures(envelope, List.copyOf(statuses)));
    }

    /** The same, which may fail in every way that a call of a model can. */
    public Route failsAsModelsDo(Shape envelope) {
        return fails(envelope, Arrays.stream(ErrorType.values())
            .filter(type -> type != ErrorType.METHOD_NOT_ALLOWED).toArray(ErrorType[]::new));
    }

    /** The same, which may fail in every way that looking something up, or changing what is kept, can. */
    public Route failsAsLookupsDo(Shape envelope) {
        return fails(envelope, ErrorType.INVALID_REQUEST, ErrorType.AUTHENTICATION, ErrorType.PERMISSION_DENIED,
            ErrorType.NOT_FOUND, ErrorType.SERVER, ErrorType.UNAVAILABLE);
    }

    /** True if its answer may come as server-sent events. */
    public boolean mayStream() {
        return answers.containsKey(EVENTS);
    }

    /** The names of what stands there, in their order. */
    public List<String> names(Place place) {
        return parameters.stream().filter(parameter -> parameter.place() == place).map(Parameter::name).toList();
    }

    /** The headers without which a request is another route's. */
    Set<String> neededHeaders() {
        return parameters.stream().filter(parameter -> parameter.place() == Place.HEADER && parameter.required())
            .map(Parameter::name).collect(Collectors.toSet());
    }
}
