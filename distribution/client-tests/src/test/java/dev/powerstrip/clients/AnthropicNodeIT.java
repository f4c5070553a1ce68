package dev.powerstrip.clients;

import org.junit.jupiter.api.Tag;

/** {@code @anthropic-ai/sdk} for Node against the gateway. */
@Tag("node")
class AnthropicNodeIT extends ClientContract {

    @Override
    Client connect(RunningGateway running) {
        return new NodeClient("anthropic.mjs", running);
    }

    @Override
    Words words() {
        return new Words("end_turn", "tool_use");
    }
}
