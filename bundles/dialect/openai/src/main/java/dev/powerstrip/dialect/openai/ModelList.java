package dev.powerstrip.dialect.openai;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.dialect.Directory;
import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.http.RequestHead;
import dev.powerstrip.sdk.provider.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Lists the models that are served now, as the query in the address wants them. */
final class ModelList {

    private ModelList() {}

    static HttpAnswer all(RequestHead head, Directory directory) {
        var query = new ModelQuery(head);
        var found = found(query, directory);
        var page = query.page();
        var list = new JsonObject();
        list.addProperty("object", "list");
        list.add("data", rows(page.of(found)));
        list.addProperty("total_count", found.size());
        list.add("links", links(page.next(head, found.size())));
        return HttpAnswer.json(200, list);
    }

    static HttpAnswer count(RequestHead head, Directory directory) {
        var count = new JsonObject();
        count.addProperty("count", found(new ModelQuery(head), directory).size());
        return data(count);
    }

    static HttpAnswer one(String name, Directory directory) {
        return data(listed(name, directory).json());
    }

    /** The model of that name, however it was written. */
    static ModelRow row(String name, Directory directory) {
        var endpoints = endpoints(name, directory);
        return new ModelRow(endpoints.get(0).model(), endpoints);
    }

    private static Listed listed(String name, Directory directory) {
        var row = row(name, directory);
        return new Listed(directory.latest().containsKey(name) ? name : row.slug(), row);
    }

    private static List<Endpoint> endpoints(String name, Directory directory) {
        try {
            var endpoints = directory.endpoints(name);
            if (!endpoints.isEmpty()) {
                return endpoints;
            }
        } catch (GatewayException unknown) {
            if (unknown.type() != ErrorType.UNKNOWN_MODEL) {
                throw unknown;
            }
        }
        throw new GatewayException(ErrorType.NOT_FOUND,
            "there is no such model; GET /v1/models lists those that are served");
    }

    static HttpAnswer data(JsonElement data) {
        var answer = new JsonObject();
        answer.add("data", data);
        return HttpAnswer.json(200, answer);
    }

    /** The models, and after them the names that stand for the newest of a family. */
    private static List<Listed> found(ModelQuery query, Directory directory) {
        var rows = new ArrayList<Listed>();
        directory.models().forEach((slug, endpoints) -> rows.add(new Listed(slug, new ModelRow(slug, endpoints))));
        directory.latest().entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(
            latest -> rows.add(new Listed(latest.getKey(),
                new ModelRow(latest.getValue(), directory.models().get(latest.getValue())))));
        return query.select(rows);
    }

    private static JsonArray rows(List<Listed> found) {
        var rows = new JsonArray();
        found.forEach(listed -> rows.add(listed.json()));
        return rows;
    }

    private static JsonObject links(String next) {
        var links = new JsonObject();
        links.add("next", next.isEmpty() ? JsonNull.INSTANCE : new JsonPrimitive(next));
        return links;
    }

    /** A model under the name by which it is listed. */
    record Listed(String id, ModelRow row) {

        JsonObject json() {
            return id.equals(row.slug()) ? row.json() : row.as(id);
        }
    }
}
