package dev.powerstrip.lifecycle;

import java.util.function.Function;

/**
 * An adapter of OpenAI's form that is sound, or has one of twelve faults. Which, how often and how badly its test says when
 * it is made; it asks the test to let time pass, so that no test waits for it.
 */
final class FaultyAdapter {

    /** The system property under which the plugin finds whom to ask: a function from words to an answer. */
    private static final String ASKED = "powerstrip.test.faulty";

    private static final String SOURCE = """
        @SuppressWarnings("unchecked")
        private static String ask(String words) {
            return ((java.util.function.Function<String, String>) System.getProperties().get("%s")).apply(words);
        }

        private final String[] fault = ask("fault").split(" ");
        private final int permille = Integer.parseInt(fault[1]);
        private final int amount = Integer.parseInt(fault[2]);
        private final java.util.concurrent.atomic.AtomicInteger calls = new java.util.concurrent.atomic.AtomicInteger();

        private boolean is(String kind) {
            return fault[0].equals(kind);
        }

        private boolean hits() {
            return Integer.parseInt(ask("dice")) < permille && ask("harm").isEmpty();
        }

        private final class Reader implements dev.powerstrip.sdk.form.AnswerReader {

            private final dev.powerstrip.sdk.form.AnswerReader sound
                = dev.powerstrip.sdk.form.AnswerReader.of(dev.powerstrip.sdk.form.Form.OPENAI_CHAT);
            private int frames;
            private int arguments;
            private boolean cut;
            private final boolean dice = Integer.parseInt(ask("dice")) < permille;

            public void read(dev.powerstrip.sdk.form.Frame frame,
                java.util.function.Consumer<dev.powerstrip.sdk.form.Chunk> chunks) {
                frames++;
                String text = new String(frame.data(), java.nio.charset.StandardCharsets.UTF_8);
                if (is("slow") && frames == 1 && hits()) {
                    ask("sleep " + amount);
                }
                if (is("cut") && frames == 3 && hits()) {
                    cut = true;
                }
                if (cut) {
                    return;
                }
                if (is("garbage") && frames == 2 && hits()) {
                    sound.read(new dev.powerstrip.sdk.form.Frame(frame.event(), new byte[] {'{', 'x'}, false), chunks);
                }
                boolean ofTool = text.contains("\\"tool_calls\\":[") && !text.contains("\\"name\\"");
                if (is("tools") && ofTool && (++arguments & 1) == 1 && hits()) {
                    return;
                }
                boolean doubled = is("usage") && text.contains("\\"usage\\":{") && hits();
                sound.read(frame, chunk -> chunks.accept(doubled ? doubled(chunk) : chunk));
            }

            private dev.powerstrip.sdk.form.Chunk doubled(dev.powerstrip.sdk.form.Chunk chunk) {
                dev.powerstrip.sdk.form.Usage once = chunk.usage().get();
                return dev.powerstrip.sdk.form.Chunk.piece(chunk.form(), chunk.event(), chunk.data())
                    .usage(dev.powerstrip.sdk.form.Usage.of(2 * once.prompt(), 2 * once.completion())).build();
            }
        }
        """
        .formatted(ASKED);

    private static final String CHAT = """
        public dev.powerstrip.sdk.provider.ProviderResponse chat(dev.powerstrip.sdk.chat.ChatRequest request,
            dev.powerstrip.sdk.provider.Attempt attempt) {
            int call = calls.incrementAndGet();
            if (is("none") && call <= 5) {
                ask("sleep " + amount);
            }
            if (is("errors") && hits()) {
                throw new dev.powerstrip.sdk.error.GatewayException(
                    dev.powerstrip.sdk.error.ErrorType.PROVIDER_OVERLOADED, "500");
            }
            if (is("later") && call > amount && hits()) {
                throw new IllegalStateException("after " + call + " calls");
            }
            if (is("hangs") && hits()) {
                ask("hang");
            }
            if (is("loops") && hits()) {
                while (true) {
                    ask("spin");
                }
            }
            if (is("allocates") && hits()) {
                long[][] heap = new long[64][];
                for (int i = 0; i < heap.length; i++) {
                    heap[i] = new long[Integer.MAX_VALUE - 8];
                }
            }
            if (is("threads") && hits()) {
                Thread left = new Thread(() -> ask("stay"));
                left.setDaemon(true);
                left.start();
            }
            return attempt.exchange(dev.powerstrip.sdk.upstream.UpstreamRequest
                .post(java.net.URI.create("http://127.0.0.1:9/v1"), request.body().toBytes()).build(), new Reader());
        }
        """;

    private FaultyAdapter() {}

    static PluginBuilder plugin(String version) {
        return PluginBuilder.provider("faulty").version(version).members(SOURCE).method(CHAT)
            .constructor("if (is(\"activate\")) { throw new IllegalStateException(\"cannot begin\"); }");
    }

    /** Who answers the adapters from now on. */
    static void asks(Function<String, String> test) {
        System.getProperties().put(ASKED, test);
    }
}
