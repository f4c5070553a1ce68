package dev.powerstrip.line;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.ProviderPreferences;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.sink.EndState;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExchangeTest {

    private static final Revision REVISION = new Revision("provider.acme", "acme", "1.0.0", "abc", 1);

    private final Exchange exchange = new Exchange("gen-1", Headers.none(), Clock.systemUTC());
    private final ChatRequest request = new ChatRequest(Form.ANTHROPIC_MESSAGES,
        JsonView.parse("{}".getBytes(StandardCharsets.UTF_8)), List.of("m"), false, ProviderPreferences.none());

    @Test
    void recordsWhatTheLastAttemptDroppedAndWhatTheClientWasNotTold() {
        exchange.asks(request, REVISION);
        tried("of an attempt that failed");

        tried("top_k");
        request.drop("citations");

        var record = exchange.record(EndState.COMPLETE).json();
        assertThat(record.get("dropped").toString()).isEqualTo("[\"citations\",\"top_k\"]");
    }

    @Test
    void aRecordOfWhatWasSaidWholeHasNoSuchMember() {
        exchange.asks(request, REVISION);
        exchange.says(request.again());
        exchange.tried(endpoint(), REVISION, Duration.ZERO, 200, "");

        assertThat(exchange.record(EndState.COMPLETE).has("dropped")).isFalse();
    }

    private void tried(String dropped) {
        var said = request.again();
        exchange.says(said);
        said.drop(dropped);
        exchange.tried(endpoint(), REVISION, Duration.ZERO, 200, "");
    }

    private static Endpoint endpoint() {
        return Endpoint.of("acme", "Acme", "acme/m", "m", new JsonObject());
    }
}
