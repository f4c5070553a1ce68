package dev.powerstrip.clients;

import org.junit.jupiter.api.Tag;

/** {@code @openrouter/sdk} for Node against the gateway. */
@Tag("node")
class OpenRouterSdkIT extends ClientContract {

    @Override
    Client connect(RunningGateway running) {
        return new NodeClient("openrouter.mjs", running);
    }

    @Override
    Words words() {
        return new Words("stop", "tool_calls");
    }
}
