package dev.powerstrip.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.powerstrip.sdk.testing.Mutations;

/**
 * What the fuzzer made: a line of choices, which say how the document is to be changed, a line that says what the document is,
 * and the document. So the fuzzer learns both which document leads where, and which change of it does.
 *
 * @param head {@code POST /v1/messages} for a client's request, {@code anthropic text/event-stream} for an upstream's answer
 */
record Input(String choices, String head, byte[] document) {

    private static final int MAX_CHANGES = 8;

    static Input of(byte[] bytes) {
        var text = new String(bytes, ISO_8859_1);
        int first = end(text, 0);
        int second = end(text, Math.min(first + 1, text.length()));
        return new Input(text.substring(0, first), text.substring(Math.min(first + 1, second), second),
            text.substring(Math.min(second + 1, text.length())).getBytes(ISO_8859_1));
    }

    private static int end(String text, int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    /** The document with as many changes as there are choices for. */
    byte[] mutated() {
        var choice = new Choices();
        var mutations = new Mutations(choice::below);
        var mutated = document;
        for (int i = 0; i < MAX_CHANGES && choice.next < choices.length(); i++) {
            mutated = mutations.of(mutated, 1);
        }
        return mutated;
    }

    /** The line of choices, read from its beginning. */
    private final class Choices {

        private int next;

        /** Two characters choose among as many things as a document has; 0 once none are left. */
        int below(int limit) {
            int chosen = character() * 256 + (limit > 256 ? character() : 0);
            return limit > 256 ? chosen % limit : chosen / 256 % limit;
        }

        private int character() {
            return next < choices.length() ? choices.charAt(next++) : 0;
        }
    }
}
