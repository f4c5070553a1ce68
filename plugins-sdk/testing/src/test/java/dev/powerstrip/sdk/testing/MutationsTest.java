package dev.powerstrip.sdk.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MutationsTest {

    private static final String DOCUMENT = "{\"a\":1,\"b\":[true,\"ä\\\"x\"]}";

    @Test
    void theSameChoicesMakeTheSameDocument() {
        assertThat(mutated(new Random(7), 5)).isEqualTo(mutated(new Random(7), 5));
    }

    @Test
    void changesADocumentInManyWays() {
        var seen = new HashSet<String>();
        for (int seed = 0; seed < 200; seed++) {
            seen.add(mutated(new Random(seed), 1));
        }

        assertThat(seen).hasSizeGreaterThan(100);
    }

    @Test
    void saysAMemberTwice() {
        assertThat(mutated(9, 0, 0)).isEqualTo("{\"a\":null,\"a\":1,\"b\":[true,\"ä\\\"x\"]}");
    }

    @Test
    void leavesAMemberOut() {
        assertThat(mutated(8)).isEqualTo("{\"b\":[true,\"ä\\\"x\"]}");
    }

    /** Chooses the second value, which is that of the first member, and then what is said. */
    private static String mutated(int... then) {
        var choices = IntStream.concat(IntStream.of(1),
            IntStream.of(then)).boxed().iterator();
        return new String(new Mutations(limit -> choices.next()).of(DOCUMENT.getBytes(UTF_8), 1), UTF_8);
    }

    private static String mutated(Random random, int changes) {
        return new String(new Mutations(random::nextInt).of(DOCUMENT.getBytes(UTF_8), changes), UTF_8);
    }
}
