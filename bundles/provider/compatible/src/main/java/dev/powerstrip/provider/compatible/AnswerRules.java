package dev.powerstrip.provider.compatible;

import com.google.gson.JsonElement;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a vendor says otherwise in its answers. Immutable. */
final class AnswerRules {

    private static final Set<String> REASONS = Set.of("stop", "length", "tool_calls", "content_filter", "error");

    final List<String> reasoning;
    final boolean thinkTags;
    final boolean contentParts;
    final Map<String, String> finishReasons;
    final boolean toolCallsEndWithStop;
    final boolean toolCallsWithoutIndex;
    final List<String> drop;
    final List<String> dropInChoices;
    final Map<String, JsonElement> lastEvent;
    final UsageRules usage;
    private final Signs signs = new Signs();

    AnswerRules(Fields fields) {
        reasoning = fields.list("reasoning", "reasoning_content");
        thinkTags = fields.truth("thinkTags");
        contentParts = fields.truth("contentParts");
        finishReasons = fields.texts("finishReasons");
        finishReasons.forEach((theirs, ours) -> {
            if (!REASONS.contains(ours)) {
                throw fields.wrong("finishReasons." + theirs,
                    "has to be one of stop, length, tool_calls, content_filter, error");
            }
        });
        toolCallsEndWithStop = fields.truth("toolCallsEndWithStop");
        toolCallsWithoutIndex = fields.truth("toolCallsWithoutIndex");
        drop = fields.list("drop");
        dropInChoices = fields.list("dropInChoices");
        lastEvent = fields.values("lastEvent");
        usage = new UsageRules(fields.object("usage"));
        fields.done();
        signs.of(reasoning).of(finishReasons.keySet()).of(drop).of(dropInChoices).of(lastEvent.keySet());
        if (thinkTags || contentParts) {
            signs.of("content").of("finish_reason");
        }
        if (toolCallsEndWithStop || toolCallsWithoutIndex) {
            signs.of("tool_calls").of("stop");
        }
        if (usage.hasAny()) {
            signs.of("usage");
        }
    }

    /** Most frames need nothing of it, which a look at their bytes tells. */
    boolean mayConcern(byte[] frame) {
        return signs.in(frame);
    }
}
