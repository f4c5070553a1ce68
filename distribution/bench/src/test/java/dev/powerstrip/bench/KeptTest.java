package dev.powerstrip.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeptTest {

    private static final String SENT
        = "{\"id\":\"chatcmpl-1\",\"model\":\"stream\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}";

    private static long kept(String event) {
        var bytes = event.getBytes(UTF_8);
        var hash = new Hash();
        Kept.ofEvent(bytes, 0, bytes.length, hash);
        return hash.value();
    }

    @Test
    void whatTheGatewaySetsAndAddsMakesNoDifference() {
        var inTheEnd = SENT.replace("chatcmpl-1", "gen-22").replace("\"stream\"", "\"up/stream\"")
            .replace("\"stop\"}]}", "\"stop\",\"native_finish_reason\":\"stop\"}],\"provider\":\"Up\"}");
        var inFront = SENT.replace("{\"id\"", "{\"provider\":\"Up\",\"id\"");

        assertThat(kept(inTheEnd)).isEqualTo(kept(SENT));
        assertThat(kept(inFront)).isEqualTo(kept(SENT));
    }

    @Test
    void anyOtherByteMakesADifference() {
        assertThat(kept(SENT.replace(":0", ":1"))).isNotEqualTo(kept(SENT));
        assertThat(kept(SENT.replace("\"delta\":{},", ""))).isNotEqualTo(kept(SENT));
        assertThat(kept(SENT + " ")).isNotEqualTo(kept(SENT));
    }

    @Test
    void eventsOfABodyAreTakenLineByLine() {
        var body = ("data: " + SENT + "\n\n: a comment\n\ndata: [DONE]\n\n").getBytes(UTF_8);
        var hash = new Hash();

        Kept.ofEvents(body, 0, body.length, hash);

        assertThat(hash.value()).isEqualTo(kept(SENT + "[DONE]"));
    }
}
