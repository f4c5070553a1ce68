package dev.powerstrip.ledger;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.powerstrip.line.KeyPins;
import dev.powerstrip.line.Ledger.Key;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Every key at one moment, as {@code keys.json} says it. Immutable.
 *
 * @param keys by hash
 * @param unsaved the hashes whose key, or whose absence, the database has not heard of yet, each with its change's number
 * @param first the hash of each key that stands in a file of its own, by the file's name
 */
record KeyState(Map<String, Key> keys, Map<String, Long> unsaved, Map<String, String> first) {

    static final KeyState EMPTY = new KeyState(Map.of(), Map.of(), Map.of());

    KeyState {
        keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
        unsaved = Map.copyOf(unsaved);
        first = Map.copyOf(first);
    }

    /** With this key, new or changed. */
    KeyState with(Key key, long change) {
        var more = new LinkedHashMap<>(keys);
        more.put(key.hash(), key);
        return new KeyState(more, marked(key.hash(), change), first);
    }

    KeyState without(String hash, long change) {
        var fewer = new LinkedHashMap<>(keys);
        fewer.remove(hash);
        return new KeyState(fewer, marked(hash, change), first);
    }

    KeyState withFirst(String file, String hash) {
        var more = new LinkedHashMap<>(first);
        more.put(file, hash);
        return new KeyState(keys, unsaved, more);
    }

    /** What the database holds, under what was changed here since {@code saved} was written to it. */
    KeyState adopt(Map<String, Key> stored, Map<String, Long> saved) {
        var adopted = new LinkedHashMap<>(stored);
        var left = new LinkedHashMap<>(unsaved);
        left.entrySet().removeIf(change -> change.getValue().equals(saved.get(change.getKey())));
        for (var hash : left.keySet()) {
            if (keys.containsKey(hash)) {
                adopted.put(hash, keys.get(hash));
            } else {
                adopted.remove(hash);
            }
        }
        return new KeyState(adopted, left, first);
    }

    private Map<String, Long> marked(String hash, long change) {
        var more = new LinkedHashMap<>(unsaved);
        more.put(hash, change);
        return more;
    }

    String json() {
        var json = new JsonObject();
        var list = new JsonArray();
        keys.values().forEach(key -> list.add(json(key)));
        json.add("keys", list);
        var hashes = new JsonArray();
        unsaved.keySet().forEach(hashes::add);
        json.add("unsaved", hashes);
        var files = new JsonObject();
        first.forEach(files::addProperty);
        json.add("first", files);
        return json.toString();
    }

    private static JsonObject json(Key key) {
        var json = new JsonObject();
        json.addProperty("hash", key.hash());
        json.addProperty("name", key.name());
        json.addProperty("label", key.label());
        json.addProperty("management", key.management());
        json.addProperty("disabled", key.disabled());
        key.limit().ifPresent(limit -> json.addProperty("limit", limit.toPlainString()));
        key.expires().ifPresent(expires -> json.addProperty("expires", expires.toString()));
        json.addProperty("created", key.created().toString());
        PinJson.of(key.pins()).ifPresent(pins -> json.add("pins", pins));
        return json;
    }

    static KeyState parse(String text) {
        var json = JsonParser.parseString(text).getAsJsonObject();
        var keys = new LinkedHashMap<String, Key>();
        for (var element : json.getAsJsonArray("keys")) {
            var key = key(element.getAsJsonObject());
            keys.put(key.hash(), key);
        }
        var unsaved = new LinkedHashMap<String, Long>();
        json.getAsJsonArray("unsaved").forEach(hash -> unsaved.put(hash.getAsString(), 0L));
        var first = new LinkedHashMap<String, String>();
        json.getAsJsonObject("first").entrySet()
            .forEach(file -> first.put(file.getKey(), file.getValue().getAsString()));
        return new KeyState(keys, unsaved, first);
    }

    private static Key key(JsonObject json) {
        return new Key(json.get("hash").getAsString(), json.get("name").getAsString(), json.get("label").getAsString(),
            json.get("management").getAsBoolean(), json.get("disabled").getAsBoolean(),
            Optional.ofNullable(json.get("limit")).map(JsonElement::getAsString).map(BigDecimal::new),
            Optional.ofNullable(json.get("expires")).map(JsonElement::getAsString).map(Instant::parse),
            Instant.parse(json.get("created").getAsString()),
            Optional.ofNullable(json.getAsJsonObject("pins")).map(PinJson::parse).orElse(KeyPins.NONE));
    }
}
