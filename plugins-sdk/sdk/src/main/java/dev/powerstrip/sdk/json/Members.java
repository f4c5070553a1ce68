package dev.powerstrip.sdk.json;

import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The members of one object: where each name and value lies. Most objects have few members, and of those most are never
 * asked for, so names are compared in place; an object of many gets a map.
 */
final class Members {

    static final Members NONE = new Members(new byte[0], new LongValues());

    private static final int FEW = 48;
    /** Numbers a member has: where its name begins and ends, quotes included, and where its value does. */
    private static final int STRIDE = 4;

    private final byte[] json;
    private final LongValues longValues;
    private int[] places = new int[STRIDE * 8];
    /** Of which members the name does not stand there as it is: it has an escape, or is not ASCII. */
    private boolean[] odd = {};
    private JsonView[] views = {};
    private Map<String, Integer> byName;
    private int size;

    Members(byte[] json, LongValues longValues) {
        this.json = json;
        this.longValues = longValues;
    }

    /** Adds a member behind the others; while they are read, by their reader only. */
    void add(int nameStart, int nameEnd, boolean nameEscaped, int valueStart, int valueEnd) {
        int place = size * STRIDE;
        if (place == places.length) {
            places = Arrays.copyOf(places, place * 2);
        }
        places[place] = nameStart;
        places[place + 1] = nameEnd;
        places[place + 2] = valueStart;
        places[place + 3] = valueEnd;
        if (nameEscaped || !isAscii(nameStart, nameEnd)) {
            odd = Arrays.copyOf(odd, size + 1);
            odd[size] = true;
        }
        size++;
    }

    private boolean isAscii(int from, int to) {
        for (int i = from; i < to; i++) {
            if (json[i] < 0) {
                return false;
            }
        }
        return true;
    }

    /** All are there. */
    Members complete() {
        views = new JsonView[size];
        if (size > FEW) {
            byName = new HashMap<>(size * 2);
            for (int i = 0; i < size; i++) {
                byName.put(name(i), i);
            }
        }
        return this;
    }

    int size() {
        return size;
    }

    String name(int index) {
        int start = places[index * STRIDE];
        int end = places[index * STRIDE + 1];
        return isOdd(index)
            ? JsonParser.parseString(new String(json, start, end - start, StandardCharsets.UTF_8)).getAsString()
            : new String(json, start + 1, end - start - 2, StandardCharsets.UTF_8);
    }

    private boolean isOdd(int index) {
        return index < odd.length && odd[index];
    }

    /** The view of a member's value: the same one for all who ask, but for threads that ask at the same time. */
    JsonView value(int index) {
        var known = views[index];
        if (known == null) {
            int place = index * STRIDE;
            known = new JsonView(json, longValues, places[place], places[place + 2], places[place + 3]);
            views[index] = known;
        }
        return known;
    }

    /** Which member has that name, the last one where several have; negative if none has. */
    int find(String name) {
        if (byName != null) {
            return byName.getOrDefault(name, -1);
        }
        for (int i = size - 1; i >= 0; i--) {
            if (isNamed(i, name)) {
                return i;
            }
        }
        return -1;
    }

    /** Which of these names a member has; negative if it has none of them. */
    int nameIn(List<String> names, int index) {
        for (int i = 0; i < names.size(); i++) {
            if (isNamed(index, names.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private boolean isNamed(int index, String name) {
        if (isOdd(index)) {
            return name(index).equals(name);
        }
        int start = places[index * STRIDE] + 1;
        int length = places[index * STRIDE + 1] - start - 1;
        if (length != name.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (json[start + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The first member whose name an earlier one has too; negative if there is none. */
    int twin() {
        if (byName != null && byName.size() == size) {
            return -1;
        }
        return byName == null ? twinOfFew() : twinOfMany();
    }

    /** Compares only names that end alike and are equally long, or nearly so. */
    private int twinOfFew() {
        long seen = 0;
        for (int i = 0; i < size; i++) {
            int end = places[i * STRIDE + 1];
            long mark = 1L << (json[end - 2] * 7 + end - places[i * STRIDE]);
            if ((seen & mark) != 0 && standsBefore(i)) {
                return i;
            }
            seen = odd.length > 0 ? -1 : seen | mark;
        }
        return -1;
    }

    private int twinOfMany() {
        var names = new HashSet<String>();
        for (int i = 0; i < size; i++) {
            if (!names.add(name(i))) {
                return i;
            }
        }
        return -1;
    }

    private boolean standsBefore(int index) {
        for (int i = 0; i < index; i++) {
            if (isOdd(i) || isOdd(index) ? name(i).equals(name(index)) : sameBytes(i, index)) {
                return true;
            }
        }
        return false;
    }

    private boolean sameBytes(int one, int other) {
        return Arrays.equals(json, places[one * STRIDE], places[one * STRIDE + 1], json, places[other * STRIDE],
            places[other * STRIDE + 1]);
    }

    List<String> names() {
        var names = new String[size];
        for (int i = 0; i < size; i++) {
            names[i] = name(i);
        }
        return List.of(names);
    }

    Map<String, JsonView> map() {
        var map = new LinkedHashMap<String, JsonView>();
        for (int i = 0; i < size; i++) {
            map.put(name(i), value(i));
        }
        return Collections.unmodifiableMap(map);
    }
}
