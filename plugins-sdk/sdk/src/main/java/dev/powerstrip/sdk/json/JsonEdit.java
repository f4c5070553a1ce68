package dev.powerstrip.sdk.json;

import com.google.gson.JsonElement;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Changes fields of a document and nothing else: every byte that no change names stays as it came, key order, number
 * forms and white space included. Objects at any depth may be changed in one edit; what is changed inside a value that the
 * same edit replaces or removes goes with it. Not thread-safe.
 */
public final class JsonEdit {

    private static final byte[] NOTHING = {};

    private final JsonView root;
    private final List<Change> changes = new ArrayList<>(4);

    /** Begins an edit of the document that this view shows. */
    public JsonEdit(JsonView root) {
        this.root = root;
    }

    /** Sets a field of the top-level object. */
    public JsonEdit set(String name, String value) {
        return setRaw(root, name, JsonText.of(value));
    }

    /** Sets a field of an object of this document; a new one goes to the object's end. */
    public JsonEdit set(JsonView object, String name, JsonElement value) {
        return setRaw(object, name, value.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Sets a field to bytes that are JSON already. */
    public JsonEdit setRaw(JsonView object, String name, byte[] json) {
        changeOf(object).put(name, json);
        return this;
    }

    /** Takes a field of the top-level object away; does nothing if there is none. */
    public JsonEdit remove(String name) {
        return remove(root, name);
    }

    /** Takes a field of an object of this document away; does nothing if there is none. */
    public JsonEdit remove(JsonView object, String name) {
        if (object.get(name).isPresent()) {
            changeOf(object).put(name, NOTHING);
        } else if (object.isPresent() && !changes.isEmpty()) {
            changeOf(object).forget(name);
        }
        return this;
    }

    private Change changeOf(JsonView object) {
        for (var change : changes) {
            if (change.object.start() == object.start() && object.source() == root.source()) {
                return change;
            }
        }
        if (object.kind() != JsonView.Kind.OBJECT || object.source() != root.source()) {
            throw new IllegalArgumentException(
                "only an object of this document has fields to change; this is " + object);
        }
        var change = new Change(object);
        changes.add(change);
        return change;
    }

    /** The document with the changes made; the original bytes themselves if there were none. */
    public byte[] toBytes() {
        var source = root.source();
        if (changes.isEmpty() && root.length() == source.length) {
            return source;
        }
        var cuts = new ArrayList<Cut>();
        changes.forEach(change -> change.cut(cuts));
        cuts.sort(Comparator.comparingInt(Cut::from));
        dropInner(cuts);
        int growth = 0;
        for (var cut : cuts) {
            growth += cut.growth();
        }
        var out = new byte[root.length() + growth];
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

    private static void dropInner(List<Cut> cuts) {
        int end = 0;
        for (var each = cuts.iterator(); each.hasNext();) {
            var cut = each.next();
            if (cut.from < end) {
                each.remove();
            } else {
                end = cut.to;
            }
        }
    }

    /** What becomes of an object's fields: new bytes by name, {@link #NOTHING} for a field that goes. */
    private static final class Change {

        private final JsonView object;
        private final List<String> names = new ArrayList<>(4);
        private final List<byte[]> values = new ArrayList<>(4);

        Change(JsonView object) {
            this.object = object;
        }

        void put(String name, byte[] value) {
            int known = names.indexOf(name);
            if (known >= 0) {
                values.set(known, value);
            } else {
                names.add(name);
                values.add(value);
            }
        }

        void forget(String name) {
            int known = names.indexOf(name);
            if (known >= 0) {
                names.remove(known);
                values.remove(known);
            }
        }

        /** What this changes in the bytes, each field where it stands and new ones at the object's end. */
        void cut(List<Cut> cuts) {
            var members = object.members();
            boolean kept = false;
            for (int i = 0; i < members.size(); i++) {
                var member = members.value(i);
                int named = members.nameIn(names, i);
                if (named >= 0 && values.get(named) == NOTHING) {
                    int next = i + 1 < members.size() ? members.value(i + 1).memberStart() : member.end();
                    cuts.add(kept ? new Cut(members.value(i - 1).end(), member.end(), NOTHING)
                        : new Cut(member.memberStart(), next, NOTHING));
                    continue;
                }
                kept = true;
                if (named >= 0) {
                    cuts.add(new Cut(member.start(), member.end(), values.get(named)));
                }
            }
            append(kept, cuts);
        }

        private void append(boolean kept, List<Cut> cuts) {
            var added = new ByteArrayOutputStream(128);
            for (int i = 0; i < names.size(); i++) {
                var value = values.get(i);
                if (value != NOTHING && !object.get(names.get(i)).isPresent()) {
                    if (kept || added.size() > 0) {
                        added.write(',');
                    }
                    added.writeBytes(JsonText.of(names.get(i)));
                    added.write(':');
                    added.writeBytes(value);
                }
            }
            if (added.size() > 0) {
                int brace = object.end() - 1;
                cuts.add(new Cut(brace, brace, added.toByteArray()));
            }
        }
    }

    private record Cut(int from, int to, byte[] replacement) {

        int growth() {
            return replacement.length - (to - from);
        }
    }
}
