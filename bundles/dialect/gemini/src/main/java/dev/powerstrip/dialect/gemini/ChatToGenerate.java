package dev.powerstrip.dialect.gemini;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.dialect.AnswerFacts;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Usage;
import dev.powerstrip.sdk.json.JsonView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Reads an answer in the canonical form and says it as generateContent's responses. Why it ended is held back until the
 * terminal chunk, as are calls and thoughts: Google's clients take the reason for the end, and know no halves of a call.
 */
final class ChatToGenerate implements Function<Chunk, byte[]> {

    private static final byte[] NOTHING = {};

    private final AnswerFacts facts;
    private final boolean showsThoughts;
    private final Map<Long, Candidate> candidates = new TreeMap<>();
    private Optional<Usage> usage = Optional.empty();

    ChatToGenerate(AnswerFacts facts) {
        this.facts = facts;
        var config = Names.get(facts.request().body(), "generationConfig");
        this.showsThoughts = Names.get(Names.get(config, "thinkingConfig"), "includeThoughts").isTrue();
    }

    @Override
    public byte[] apply(Chunk chunk) {
        var said = new JsonArray();
        if (chunk.whole() || !chunk.terminal()) {
            usage = chunk.usage().or(() -> usage);
            for (var choice : chunk.json().get("choices").items()) {
                var candidate = candidate(choice.get("index").integer().orElse(0));
                var parts = candidate.say(choice, chunk.whole());
                if (chunk.whole()) {
                    said.add(candidate.end(parts));
                } else if (!parts.isEmpty()) {
                    said.add(candidate.json(parts));
                }
            }
        } else {
            said = ends();
        }
        return said.isEmpty() && !chunk.terminal() ? NOTHING : bytes(response(said, chunk.terminal()));
    }

    private Candidate candidate(long index) {
        return candidates.computeIfAbsent(index, number -> new Candidate(number, showsThoughts, facts));
    }

    /** A stream that said nothing ends all the same. */
    private JsonArray ends() {
        if (candidates.isEmpty()) {
            candidate(0);
        }
        var ends = new JsonArray();
        candidates.values().forEach(candidate -> ends.add(candidate.end(new ArrayList<>())));
        return ends;
    }

    private JsonObject response(JsonArray said, boolean last) {
        var response = new JsonObject();
        response.add("candidates", said);
        if (last) {
            usage.ifPresent(counted -> response.add("usageMetadata", UsageMetadata.json(counted, facts)));
            response.addProperty("provider", facts.endpoint().providerName());
        }
        response.addProperty("modelVersion", facts.endpoint().model());
        response.addProperty("responseId", facts.generationId());
        return response;
    }

    private static byte[] bytes(JsonObject json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
