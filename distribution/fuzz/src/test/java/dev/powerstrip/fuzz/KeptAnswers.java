package dev.powerstrip.fuzz;

import dev.powerstrip.sdk.dialect.AnswerStore;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A caller's answers, kept for as long as one input is tried; two are there from the beginning, and one of them is being made. */
final class KeptAnswers implements AnswerStore {

    /** What a response of an earlier turn looks like in the store, as the dialect put it there. */
    private static final String EARLIER = "resp_earlier";
    private static final String RUNNING = "resp_running";

    private final Map<String, byte[]> answers = new HashMap<>();
    private boolean cancelled;

    KeptAnswers() {
        answers.put(EARLIER, """
            {"response":{"id":"resp_earlier","object":"response","status":"completed","output":[{"type":"message","id":"m",\
            "role":"assistant","content":[{"type":"output_text","text":"Hi","annotations":[]}]}]},"input":[{"role":"user",\
            "content":"Hi"}]}""".getBytes(StandardCharsets.UTF_8));
        answers.put(RUNNING, """
            {"response":{"id":"resp_running","object":"response","status":"in_progress","background":true,"output":[]},\
            "input":[{"role":"user","content":"Hi"}]}""".getBytes(StandardCharsets.UTF_8));
    }

    /** The answers that were kept since. */
    List<String> ids() {
        return answers.keySet().stream().filter(id -> !List.of(EARLIER, RUNNING).contains(id)).toList();
    }

    @Override
    public boolean keeps() {
        return true;
    }

    @Override
    public boolean keep(String id, byte[] answer) {
        answers.put(id, answer);
        return true;
    }

    @Override
    public Optional<byte[]> find(String id) {
        return Optional.ofNullable(answers.get(id));
    }

    @Override
    public boolean delete(String id) {
        return answers.remove(id) != null;
    }

    @Override
    public boolean begins() {
        return true;
    }

    @Override
    public boolean begin(String id, byte[] answer) {
        return keep(id, answer);
    }

    @Override
    public boolean running(String id) {
        return id.equals(RUNNING) && answers.containsKey(id) && !cancelled;
    }

    @Override
    public boolean cancel(String id, byte[] answer) {
        boolean running = running(id);
        if (running) {
            cancelled = true;
            keep(id, answer);
        }
        return running;
    }
}
