package dev.powerstrip.sdk.json;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Changes fields of a document and nothing else: every byte that no change names stays as it came, key order, number
 * forms and white space included. Objects at any depth may be changed in one edit; a field inside a value that the same
 * edit replaces may not. Not thread-safe.
 */
public final class JsonEdit {

    private static final byte[] NOTHING = {};

    private final JsonView root;
    private final Map<Integer, Change> changes = new TreeMap<>();

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
        changeOf(object).fields.put(name, Optional.of(json));
        return this;
    }

    /** Takes a field of the top-level object away; does nothing if there is none. */
    public JsonEdit remove(String name) {
        if (root.get(name).isPresent()) {
            changeOf(root).fields.put(name, Optional.empty());
        } else if (changes.containsKey(root.start())) {
            changeOf(root).fields.remove(name);
        }
        return this;
    }

    private Change changeOf(JsonView object) {
        if (object.kind() != JsonView.Kind.OBJECT || object.source() != root.source()) {
            throw new IllegalArgumentException(
                "only an object of this document has fields to change; this is " + object);
        }
        return changes.computeIfAbsent(object.start(), any -> new Change(object, new LinkedHashMap<>()));
    }

    /** The document with the changes made; the original bytes themselves if there were none. */
    public byte[] toBytes() {
        var source = root.source();
        if (changes.isEmpty() && root.length() == source.length) {
            return source;
        }
        var cuts = new ArrayList<Cut>();
        changes.values().forEach(change -> cut(change, cuts));
        cuts.sort(Comparator.comparingInt(Cut::from));
        var out = new byte[root.length() + cuts.stream().mapToInt(Cut::growth).sum()];
        int from = root.start();
        int to = 0;
        for (var cut : cuts) {
            System.arraycopy(source, from, out, to, cut.from - from);
            to += cut.from - from;
            System.arraycopy(cut.replacement, 0, out, to, cut.replacement.length);
            to += cut.replacement.length;
            from = cut.to;
        }
        System.arraycopy(source, from, out, to, root.end() - from);
        return out;
    }

    private static void cut(Change change, List<Cut> cuts) {
        var members = List.copyOf(change.object.fields().entrySet());
        boolean kept = false;
        for (int i = 0; i < members.size(); i++) {
            var member = members.get(i).getValue();
            var wanted = change.fields.get(members.get(i).getKey());
            if (wanted != null && wanted.isEmpty()) {
                int next = i + 1 < members.size() ? members.get(i + 1).getValue().memberStart() : member.end();
                cuts.add(kept ? new Cut(members.get(i - 1).getValue().end(), member.end(), NOTHING)
                    : new Cut(member.memberStart(), next, NOTHING));
                continue;
            }
            kept = true;
            if (wanted != null) {
                cuts.add(new Cut(member.start(), member.end(), wanted.get()));
            }
        }
        append(change, kept, cuts);
    }

    private static void append(Change change, boolean kept, List<Cut> cuts) {
        var added = new ByteArrayOutputStream();
        change.fields.forEach((name, value) -> {
            if (value.isPresent() && !change.object.get(name).isPresent()) {
                if (kept || added.size() > 0) {
                    added.write(',');
                }
                added.writeBytes((new JsonPrimitive(name) + ":").getBytes(StandardCharsets.UTF_8));
                added.writeBytes(value.get());
            }
        });
        if (added.size() > 0) {
            int brace = change.object.end() - 1;
            cuts.add(new Cut(brace, brace, added.toByteArray()));
        }
    }

    private record Change(JsonView object, Map<String, Optional<byte[]>> fields) {}

    private record Cut(int from, int to, byte[] replacement) {

        int growth() {
            return replacement.length - (to - from);
        }
    }
}
