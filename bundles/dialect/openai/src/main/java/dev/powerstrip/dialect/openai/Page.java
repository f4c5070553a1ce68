package dev.powerstrip.dialect.openai;

import dev.powerstrip.sdk.http.RequestHead;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A part of a list, of which no more than {@code limit} come at once. */
record Page(int offset, int limit) {

    static final int USUAL = 500;
    static final int LARGEST = 1000;

    <T> List<T> of(List<T> all) {
        return all.stream().skip(offset).limit(limit).toList();
    }

    /** The address of the next page, with the rest of the query as it was; empty after the last. */
    String next(RequestHead head, int size) {
        long next = (long) offset + limit;
        if (next >= size) {
            return "";
        }
        var rest = Arrays.stream(head.query().split("&"))
            .filter(pair -> !pair.isEmpty() && !pair.matches("(offset|limit)(=.*)?"));
        return head.path() + "?"
            + Stream.concat(rest, Stream.of("offset=" + next, "limit=" + limit)).collect(Collectors.joining("&"));
    }
}
