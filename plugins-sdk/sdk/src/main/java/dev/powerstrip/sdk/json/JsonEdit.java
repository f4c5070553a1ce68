package dev.powerstrip.sdk.json;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Changes fields of a document and nothing else: every byte that no change names stays as it came, key order, number
 * forms and white space included. Objects at any depth may be changed in one edit; a field inside a value that the same
 * edit replaces may not. Not thread-safe.
 */
public final class JsonEdit {

    private final JsonView root;
    private final Map<JsonView, Map<String, Optional<byte[]>>> changes = new IdentityHashMap<>();

    /** Begins an edit of the document that this view shows. */
    public JsonEdit(JsonView root) {
        this.root = root;
    }

    /** Sets a field of the top-level object. */
    public JsonEdit set(String name, String value) {
        return set(root, name, new JsonPrimitive(value));
    }

    /** Sets a field of an object of this document; a new one goes to the object's end. */
    public JsonEdit set(JsonView object, String name, JsonElement value) {
        return setRaw(object, name, value.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Sets a field to bytes that are JSON already. */
    public JsonEdit setRaw(JsonView object, String name, byte[] json) {
        changesOf(object).put(name, Optional.of(json));
        return this;
    }

    /** Takes a field of the top-level object away; does nothing if there is none. */
    public JsonEdit remove(String name) {
        if (root.get(name).isPresent()) {
            changesOf(root).put(name, Optional.empty());
        }
        return this;
    }

    private Map<String, Optional<byte[]>> changesOf(JsonView object) {
        if (object.kind() != JsonView.Kind.OBJECT) {
            throw new IllegalArgumentException("only an object has fields to change; this is " + object);
        }
        return changes.computeIfAbsent(object, any -> new LinkedHashMap<>());
    }

    /** The document with the changes made; the original bytes themselves if there were none. */
    public byte[] toBytes() {
        var source = root.source();
        if (changes.isEmpty() && root.length() == source.length) {
            return source;
        }
        var cuts = new ArrayList<Cut>();
        changes.forEach((object, fields) -> cut(object, fields, cuts));
        cuts.sort(Comparator.comparingInt(Cut::from));
        var out = new ByteArrayOutputStream(root.length() + 256);
        int at = root.start();
        for (var cut : cuts) {
            out.write(source, at, cut.from - at);
            out.writeBytes(cut.replacement);
            at = cut.to;
        }
        out.write(source, at, root.end() - at);
        return out.toByteArray();
    }

    private static void cut(JsonView object, Map<String, Optional<byte[]>> wanted, List<Cut> cuts) {
        var members = new ArrayList<>(object.fields().entrySet());
        boolean kept = false;
        for (int i = 0; i < members.size(); i++) {
            var member = members.get(i).getValue();
            var change = wanted.get(members.get(i).getKey());
            if (change != null && change.isEmpty()) {
                int next = i + 1 < members.size() ? members.get(i + 1).getValue().memberStart() : member.end();
                cuts.add(kept ? new Cut(members.get(i - 1).getValue().end(), member.end(), new byte[0])
                    : new Cut(member.memberStart(), next, new byte[0]));
                continue;
            }
            kept = true;
            if (change != null) {
                cuts.add(new Cut(member.start(), member.end(), change.get()));
            }
        }
        append(object, wanted, kept, cuts);
    }

    private static void append(JsonView object, Map<String, Optional<byte[]>> wanted, boolean kept, List<Cut> cuts) {
        var added = new ByteArrayOutputStream();
        wanted.forEach((name, value) -> {
            if (value.isPresent() && !object.get(name).isPresent()) {
                if (kept || added.size() > 0) {
                    added.write(',');
                }
                added.writeBytes((new JsonPrimitive(name) + ":").getBytes(StandardCharsets.UTF_8));
                added.writeBytes(value.get());
            }
        });
        if (added.size() > 0) {
            cuts.add(new Cut(object.end() - 1, object.end() - 1, added.toByteArray()));
        }
    }

    private record Cut(int from, int to, byte[] replacement) {}
}
