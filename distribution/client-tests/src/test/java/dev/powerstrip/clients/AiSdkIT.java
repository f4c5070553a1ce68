package dev.powerstrip.clients;

import org.junit.jupiter.api.Tag;

/** {@code ai} with {@code @openrouter/ai-sdk-provider} for Node against the gateway. */
@Tag("node")
class AiSdkIT extends ClientContract {

    @Override
    Client connect(RunningGateway running) {
        return new NodeClient("ai-sdk.mjs", running);
    }

    @Override
    Words words() {
        return new Words("stop", "tool-calls");
    }
}
