package dev.powerstrip.provider.compatible;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Words without which a document has nothing for us: looking for them in its bytes is far cheaper than reading it. A false
 * alarm costs time only.
 */
final class Signs {

    private final List<String> quoted = new ArrayList<>();

    /** One more word that stands in quotes. */
    Signs of(String word) {
        quoted.add('"' + word + '"');
        return this;
    }

    Signs of(Iterable<String> words) {
        words.forEach(this::of);
        return this;
    }

    boolean in(byte[] json) {
        if (quoted.isEmpty()) {
            return false;
        }
        var text = new String(json, StandardCharsets.ISO_8859_1);
        return quoted.stream().anyMatch(text::contains);
    }
}
