package dev.powerstrip.http;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.dialect.Route;
import dev.powerstrip.sdk.dialect.Route.Parameter;
import dev.powerstrip.sdk.dialect.Route.Place;
import dev.powerstrip.sdk.dialect.Shape;
import dev.powerstrip.sdk.error.ErrorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Says routes as an OpenAPI 3.1 document. Where two routes differ in a header only, as the lists of models of OpenAI's and
 * Anthropic's clients do, they are one operation there, whose answer looks like that of either.
 */
final class OpenApi {

    private static final String OF_GEMINI = "/v1beta/";

    private final JsonObject schemas = new JsonObject();
    private final JsonObject responses = new JsonObject();
    private final JsonObject document = new JsonObject();

    OpenApi(String version, List<Route> routes) {
        document.addProperty("openapi", "3.1.0");
        document.add("info", info(version));
        document.add("servers", servers("/api/v1", "/v1"));
        document.add("security", security(false));
        document.add("paths", paths(routes));
        var components = new JsonObject();
        components.add("schemas", schemas);
        components.add("responses", responses);
        components.add("securitySchemes", securitySchemes());
        document.add("components", components);
    }

    JsonObject document() {
        return document;
    }

    private static JsonObject info(String version) {
        var info = new JsonObject();
        info.addProperty("title", "Powerstrip");
        info.addProperty("version", version);
        info.addProperty("description", "What this gateway serves now, by the plugins that it has. Fields that are not "
            + "described pass through to the upstream.");
        return info;
    }

    /** Relative to where the document is, so that it holds behind a proxy, too. */
    private static JsonArray servers(String... urls) {
        var servers = new JsonArray();
        for (var url : urls) {
            servers.add(object("url", url));
        }
        return servers;
    }

    private static JsonObject object(String name, String value) {
        var object = new JsonObject();
        object.addProperty(name, value);
        return object;
    }

    private static JsonArray security(boolean ofGemini) {
        var either = new JsonArray();
        for (var scheme : ofGemini ? List.of("bearer", "apiKey", "googleKey", "googleQueryKey")
            : List.of("bearer", "apiKey")) {
            var requirement = new JsonObject();
            requirement.add(scheme, new JsonArray());
            either.add(requirement);
        }
        return either;
    }

    private static JsonObject securitySchemes() {
        var bearer = object("type", "http");
        bearer.addProperty("scheme", "bearer");
        var schemes = new JsonObject();
        schemes.add("bearer", bearer);
        schemes.add("apiKey", key("header", "x-api-key"));
        schemes.add("googleKey", key("header", "x-goog-api-key"));
        schemes.add("googleQueryKey", key("query", "key"));
        return schemes;
    }

    private static JsonObject key(String in, String name) {
        var key = object("type", "apiKey");
        key.addProperty("in", in);
        key.addProperty("name", name);
        return key;
    }

    private JsonObject paths(List<Route> routes) {
        var paths = new JsonObject();
        var byPath = routes.stream().collect(Collectors.groupingBy(OpenApi::path, TreeMap::new, Collectors.toList()));
        byPath.forEach((path, here) -> paths.add(path, item(path, here)));
        return paths;
    }

    private static String path(Route route) {
        var path = route.path().replace("{+", "{");
        return path.startsWith("/") ? path : "/" + path;
    }

    private JsonObject item(String path, List<Route> routes) {
        var item = new JsonObject();
        if (routes.get(0).path().startsWith("/")) {
            item.add("servers", servers("/"));
        }
        var byMethod = routes.stream()
            .collect(Collectors.groupingBy(Route::method, LinkedHashMap::new, Collectors.toList()));
        byMethod.forEach((method, alike) -> item.add(method.toLowerCase(Locale.ROOT), operation(path, alike)));
        return item;
    }

    /** @param alike one route, or several that differ in a header: the one for all others comes first */
    private JsonObject operation(String path, List<Route> alike) {
        var routes = alike.stream().sorted(Comparator.comparing(OpenApi::needsHeader)).toList();
        var first = routes.get(0);
        var operation = object("operationId", first.id());
        operation.addProperty("summary",
            routes.stream().map(Route::summary).distinct().collect(Collectors.joining(" Or: ")));
        if (first.open()) {
            operation.add("security", new JsonArray());
        } else if (path.startsWith(OF_GEMINI)) {
            operation.add("security", security(true));
        }
        var parameters = parameters(routes);
        if (!parameters.isEmpty()) {
            operation.add("parameters", parameters);
        }
        if (!first.bodies().isEmpty()) {
            var body = new JsonObject();
            body.addProperty("required", first.bodies().values().stream().anyMatch(Shape::needsMembers));
            body.add("content", content(routes, Route::bodies));
            operation.add("requestBody", body);
        }
        operation.add("responses", answers(routes));
        return operation;
    }

    private static boolean needsHeader(Route route) {
        return route.parameters().stream().anyMatch(one -> one.place() == Place.HEADER && one.required());
    }

    private static JsonArray parameters(List<Route> routes) {
        var byName = new LinkedHashMap<String, Parameter>();
        routes.forEach(route -> route.parameters()
            .forEach(parameter -> byName.putIfAbsent(parameter.place() + parameter.name(), parameter)));
        var parameters = new JsonArray();
        byName.values().forEach(parameter -> parameters.add(parameter(parameter,
            routes.stream().allMatch(route -> route.parameters().stream()
                .anyMatch(same -> same.name().equals(parameter.name()) && same.required())))));
        return parameters;
    }

    private static JsonObject parameter(Parameter parameter, boolean required) {
        var json = object("name", parameter.name());
        json.addProperty("in", parameter.place().name().toLowerCase(Locale.ROOT));
        json.addProperty("required", required);
        json.addProperty("description", parameter.words());
        json.add("schema", parameter.shape().schema());
        return json;
    }

    private JsonObject content(List<Route> routes, Function<Route, Map<String, Shape>> bodies) {
        var shapes = new LinkedHashMap<String, List<Shape>>();
        routes.forEach(route -> bodies.apply(route)
            .forEach((type, shape) -> shapes.computeIfAbsent(type, any -> new ArrayList<>()).add(shape)));
        var content = new JsonObject();
        shapes.forEach((type, some) -> content.add(type, schema(some)));
        return content;
    }

    private JsonObject schema(Collection<Shape> shapes) {
        var choices = shapes.stream().map(this::referred).distinct().toList();
        var anyOf = new JsonArray();
        choices.forEach(anyOf::add);
        var either = new JsonObject();
        either.add("anyOf", anyOf);
        var body = new JsonObject();
        body.add("schema", choices.size() == 1 ? choices.get(0) : either);
        return body;
    }

    /** By its name, if it has one that stands for nothing else. */
    private JsonObject referred(Shape shape) {
        var schema = shape.schema();
        if (shape.name().isEmpty() || schemas.has(shape.name()) && !schemas.get(shape.name()).equals(schema)) {
            return schema;
        }
        schemas.add(shape.name(), schema);
        return object("$ref", "#/components/schemas/" + shape.name());
    }

    private JsonObject answers(List<Route> routes) {
        var answers = new JsonObject();
        var answer = object("description", "What was asked for.");
        var content = content(routes, Route::answers);
        if (!content.isEmpty()) {
            answer.add("content", content);
        }
        answers.add(Integer.toString(routes.get(0).status()), answer);
        var failures = new TreeMap<Integer, List<Shape>>();
        routes.forEach(route -> route.failures().statuses().forEach(
            status -> failures.computeIfAbsent(status, any -> new ArrayList<>()).add(route.failures().envelope())));
        failures.forEach((status, envelopes) -> answers.add(status.toString(), failure(status, envelopes)));
        return answers;
    }

    /** Each is said once, as the same routes fail in the same ways. */
    private JsonObject failure(int status, List<Shape> envelopes) {
        var content = new JsonObject();
        content.add(Route.JSON, schema(envelopes));
        var failure = object("description", words(status));
        failure.add("content", content);
        var name = envelopes.stream().map(Shape::name).distinct().collect(Collectors.joining("Or")) + status;
        responses.add(name, failure);
        return object("$ref", "#/components/responses/" + name);
    }

    private static String words(int status) {
        return "It failed: " + Arrays.stream(ErrorType.values()).filter(type -> type.status() == status)
            .map(ErrorType::word).distinct().collect(Collectors.joining(", ")) + ".";
    }
}
