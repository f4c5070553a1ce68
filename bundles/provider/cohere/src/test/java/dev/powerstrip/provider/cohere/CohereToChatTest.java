package dev.powerstrip.provider.cohere;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Frame;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CohereToChatTest {

    @Test
    void passesOverTheMarkThatFollowsTheEndAtTimes() {
        var chunks = new ArrayList<Chunk>();
        var reader = new CohereToChat("m", true, false, Clock.systemUTC());

        for (var data : List.of("{\"type\":\"message-start\",\"id\":\"a\"}",
            "{\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"TIMEOUT\"}}", "[DONE]")) {
            reader.read(frame(data), chunks::add);
        }

        assertThat(chunks.stream().filter(Chunk::terminal)).hasSize(1);
        assertThat(chunks.stream().flatMap(chunk -> chunk.finish().stream()))
            .singleElement().satisfies(finish -> assertThat(finish.reason()).isEqualTo("error"));
    }

    @Test
    void callsTheEndOfACallThatNeverBeganNonsense() {
        var reader = new CohereToChat("m", true, false, Clock.systemUTC());
        reader.read(frame("{\"type\":\"message-start\",\"id\":\"a\"}"), chunk -> {});

        assertThatThrownBy(() -> reader.read(frame("{\"type\":\"tool-call-end\"}"), chunk -> {}))
            .isInstanceOfSatisfying(GatewayException.class,
                error -> assertThat(error.type()).isEqualTo(ErrorType.PROVIDER_UNAVAILABLE));
    }

    private static Frame frame(String data) {
        return new Frame("", data.getBytes(StandardCharsets.UTF_8), false);
    }
}
