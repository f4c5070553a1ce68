package dev.powerstrip.clients;

import org.junit.jupiter.api.Tag;

/** {@code openai} for Node against the gateway. */
@Tag("node")
class OpenAiNodeIT extends ClientContract {

    @Override
    Client connect(RunningGateway running) {
        return new NodeClient("openai.mjs", running);
    }

    @Override
    Words words() {
        return new Words("stop", "tool_calls");
    }
}
