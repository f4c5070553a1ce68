package dev.powerstrip.sdk.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;

class CallIdsTest {

    private final CallIds ids = new CallIds("[a-zA-Z0-9]{9}", 9);

    @Test
    void leavesAnIdThatIsTaken() {
        assertThat(ids.of("abcDEF123")).isEqualTo("abcDEF123");
    }

    @Test
    void makesTheSameIdOfTheSameIdAndAnotherOneOfAnother() {
        var made = new HashSet<String>();
        for (int i = 0; i < 1000; i++) {
            made.add(ids.of("call_" + i));
        }

        assertThat(made).hasSize(1000).allMatch(id -> id.matches("[a-zA-Z0-9]{9}"));
        assertThat(ids.of("call_7")).isEqualTo(ids.of("call_7"));
    }
}
