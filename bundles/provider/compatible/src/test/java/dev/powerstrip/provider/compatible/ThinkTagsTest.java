package dev.powerstrip.provider.compatible;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ThinkTagsTest {

    @Test
    void tellsThoughtsFromTextHoweverTheyAreCut() {
        var whole = "\n<think>2 < 3, so</think>\n\nYes, <think> is a tag.";
        for (int first = 0; first <= whole.length(); first++) {
            for (int second = first; second <= whole.length(); second++) {
                var said = said(whole.substring(0, first), whole.substring(first, second), whole.substring(second));

                assertThat(said).containsExactly("2 < 3, so", "Yes, <think> is a tag.");
            }
        }
    }

    @Test
    void leavesATextAloneThatBeginsWithoutTag() {
        assertThat(said("<th", "irsty", "> people")).containsExactly("", "<thirsty> people");
        assertThat(said("Hello <think>", "x", "</think>")).containsExactly("", "Hello <think>x</think>");
        assertThat(said("", "  ", "<thi")).containsExactly("", "  <thi");
    }

    @Test
    void takesThoughtsThatDoNotEndAsThoughts() {
        assertThat(said("<think>on and", " on </thi", "")).containsExactly("on and on </thi", "");
    }

    private static List<String> said(String first, String second, String last) {
        var tags = new ThinkTags();
        var splits = List.of(tags.next(first), tags.next(second), tags.last(last));
        return List.of(String.join("", splits.stream().map(ThinkTags.Split::thoughts).toList()),
            String.join("", splits.stream().map(ThinkTags.Split::text).toList()));
    }
}
