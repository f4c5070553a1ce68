package dev.powerstrip.translation.responses;

import dev.powerstrip.sdk.form.ChatAnswer;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.json.JsonView;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** Tells calls one after the other, as the canonical form wants them, also where an upstream mixes their pieces. */
final class Calls {

    private final ChatAnswer answer;
    /** The first is being told; the others wait. */
    private final Deque<Call> begun = new ArrayDeque<>();

    Calls(ChatAnswer answer) {
        this.answer = answer;
    }

    Item begin(JsonView item, Consumer<Chunk> out) {
        var call = new Call(item.get("call_id").string().orElse(""), item.get("name").string().orElse(""));
        begun.add(call);
        tell(out);
        return call;
    }

    private void tell(Consumer<Chunk> out) {
        while (!begun.isEmpty()) {
            begun.peek().tell(out);
            if (!begun.peek().ended) {
                return;
            }
            begun.remove();
        }
    }

    private final class Call implements Item {

        private final String id;
        private final String name;
        private final StringBuilder untold = new StringBuilder();
        private boolean announced;
        private boolean hasArguments;
        private boolean ended;

        Call(String id, String name) {
            this.id = id;
            this.name = name;
        }

        @Override
        public void grow(String type, JsonView event, Consumer<Chunk> out) {
            add(event.get("delta").string().orElse(""));
            Calls.this.tell(out);
        }

        private void add(String piece) {
            hasArguments |= !piece.isEmpty();
            untold.append(piece);
        }

        /** Arguments that did not come in pieces stand in the whole item; a call without any gets an empty object. */
        @Override
        public void end(JsonView item, Consumer<Chunk> out) {
            if (!hasArguments) {
                add(item.get("arguments").string().filter(text -> !text.isBlank()).orElse("{}"));
            }
            ended = true;
            Calls.this.tell(out);
        }

        void tell(Consumer<Chunk> out) {
            if (!announced) {
                announced = true;
                answer.toolCall(id, name, out);
            }
            if (!untold.isEmpty()) {
                answer.toolArguments(untold.toString(), out);
                untold.setLength(0);
            }
        }
    }
}
