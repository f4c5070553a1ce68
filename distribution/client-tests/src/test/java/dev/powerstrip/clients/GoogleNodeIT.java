package dev.powerstrip.clients;

import org.junit.jupiter.api.Tag;

/** {@code @google/genai} for Node against the gateway. */
@Tag("node")
class GoogleNodeIT extends ClientContract {

    @Override
    Client connect(RunningGateway running) {
        return new NodeClient("google.mjs", running);
    }

    @Override
    Words words() {
        return new Words("STOP", "STOP");
    }
}
