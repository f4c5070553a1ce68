package dev.powerstrip.dialect.responses;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.http.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Lists what a stored response's model was given, page by page, the latest first. */
final class InputItems {

    static final int MOST = 100;
    private static final int USUAL = 20;

    private InputItems() {}

    static HttpAnswer page(StoredResponse stored, RequestHead head) {
        var items = items(stored);
        if (!ascending(head)) {
            Collections.reverse(items);
        }
        int from = head.parameter("after").map(after -> after(items, after)).orElse(0);
        int to = Math.min(items.size(), from + limit(head));
        var data = new JsonArray();
        items.subList(from, to).forEach(data::add);
        var list = new JsonObject();
        list.addProperty("object", "list");
        list.add("data", data);
        list.add("first_id", data.isEmpty() ? JsonNull.INSTANCE : id(data.get(0)));
        list.add("last_id", data.isEmpty() ? JsonNull.INSTANCE : id(data.get(data.size() - 1)));
        list.addProperty("has_more", to < items.size());
        return HttpAnswer.json(200, list);
    }

    /** The items with an id and a type each, and contents as parts, however their client wrote them. */
    private static List<JsonObject> items(StoredResponse stored) {
        var id = stored.response().get("id").string().orElse("");
        var tail = id.substring(id.indexOf('_') + 1);
        var items = new ArrayList<JsonObject>();
        for (var json : stored.input()) {
            var item = JsonParser.parseString(new String(json, StandardCharsets.UTF_8)).getAsJsonObject();
            if (!item.has("type")) {
                item.addProperty("type", "message");
            }
            if (!item.has("id") || item.get("id").isJsonNull()) {
                item.addProperty("id", "%s_in_%s_%d".formatted(kind(item), tail, items.size()));
            }
            if (item.get("type").getAsString().equals("message")) {
                sayInParts(item);
            }
            items.add(item);
        }
        return items;
    }

    private static String kind(JsonObject item) {
        return switch (item.get("type").getAsString()) {
            case "message" -> "msg";
            case "reasoning" -> "rs";
            case "function_call" -> "fc";
            case "function_call_output" -> "fco";
            default -> "item";
        };
    }

    private static void sayInParts(JsonObject item) {
        boolean assistant = item.get("role").getAsString().equals("assistant");
        if (item.get("content").isJsonPrimitive()) {
            var part = Typed.of(assistant ? "output_text" : "input_text", "text", item.get("content").getAsString());
            if (assistant) {
                part.add("annotations", new JsonArray());
            }
            var parts = new JsonArray();
            parts.add(part);
            item.add("content", parts);
        }
        if (!item.has("status")) {
            item.addProperty("status", "completed");
        }
    }

    private static JsonElement id(JsonElement item) {
        return item.getAsJsonObject().get("id");
    }

    private static boolean ascending(RequestHead head) {
        return switch (head.parameter("order").orElse("desc")) {
            case "asc" -> true;
            case "desc" -> false;
            default -> throw wrong("order", "must be \"asc\" or \"desc\"");
        };
    }

    private static int after(List<JsonObject> items, String id) {
        for (int i = 0; i < items.size(); i++) {
            if (id(items.get(i)).equals(new JsonPrimitive(id))) {
                return i + 1;
            }
        }
        throw wrong("after", "must be the id of one of the items");
    }

    private static int limit(RequestHead head) {
        var limit = head.parameter("limit").orElse(Integer.toString(USUAL));
        if (!limit.matches("[1-9]\\d?|100")) {
            throw wrong("limit", "must be a whole number from 1 to " + MOST);
        }
        return Integer.parseInt(limit);
    }

    private static GatewayException wrong(String parameter, String problem) {
        return new GatewayException(ErrorType.INVALID_REQUEST, parameter + " " + problem);
    }
}
