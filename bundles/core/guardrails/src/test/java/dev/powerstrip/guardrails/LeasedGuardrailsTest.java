package dev.powerstrip.guardrails;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.line.testing.FakePlugins;
import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.ProviderPreferences;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.guardrail.AnswerWatch;
import dev.powerstrip.sdk.guardrail.Guardrail;
import dev.powerstrip.sdk.json.JsonView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeasedGuardrailsTest {

    private static final Principal ANN = new Principal("a1", "ann", Principal.Role.INFERENCE);
    private static final ChatRequest REQUEST = new ChatRequest(Form.OPENAI_CHAT,
        JsonView.parse("{}".getBytes(StandardCharsets.UTF_8)), List.of("m"), true, ProviderPreferences.none());

    private final FakePlugins plugins = new FakePlugins();
    private final LeasedGuardrails guardrails = new LeasedGuardrails(plugins);

    @Test
    void readsAnAnswersTextAlongWithEveryGuardrailThatWatches() {
        var heard = new ArrayList<String>();
        plugins.put(Guardrail.class, "first", (request, principal) -> heard::add);
        plugins.put(Guardrail.class, "second", (request, principal) -> AnswerWatch.NONE);

        try (var guard = guardrails.check(REQUEST, ANN)) {
            guard.judge(content("one"));
            guard.judge(Chunk.piece(Form.OPENAI_CHAT, "", new byte[0]).build());
            guard.judge(content("two"));
        }

        assertThat(heard).containsExactly("one", "two");
    }

    @Test
    void keepsItsLeasesUntilTheAnswerIsOver() {
        plugins.put(Guardrail.class, "first", (request, principal) -> AnswerWatch.NONE);

        var guard = guardrails.check(REQUEST, ANN);
        assertThat(plugins.held()).isEqualTo(1);
        guard.close();

        assertThat(plugins.held()).isZero();
    }

    @Test
    void endsAnAnswerThatIsWatchedWhenTheGuardrailsTimeIsOver() {
        plugins.put(Guardrail.class, "first", (request, principal) -> text -> {});

        try (var guard = guardrails.check(REQUEST, ANN)) {
            guard.judge(content("one"));
            plugins.recall();

            assertThatThrownBy(() -> guard.judge(content("two"))).isInstanceOf(GatewayException.class)
                .hasMessageContaining("guardrail.first was replaced");
        }
    }

    @Test
    void givesItsLeasesBackWhenAGuardrailRefuses() {
        plugins.put(Guardrail.class, "first", (request, principal) -> AnswerWatch.NONE);
        plugins.put(Guardrail.class, "second", (request, principal) -> {
            throw new GatewayException(ErrorType.CONTENT_POLICY_VIOLATION, "no");
        });

        assertThatThrownBy(() -> guardrails.check(REQUEST, ANN)).isInstanceOf(GatewayException.class).hasMessage("no");
        assertThat(plugins.held()).isZero();
    }

    @Test
    void decodesNoTextWhileNobodyWatches() {
        plugins.put(Guardrail.class, "first", (request, principal) -> AnswerWatch.NONE);
        var chunk = Chunk.piece(Form.OPENAI_CHAT, "", new byte[0]).content(() -> {
            throw new AssertionError("decoded for nobody");
        }).build();

        try (var guard = guardrails.check(REQUEST, ANN)) {
            guard.judge(chunk);
        }
    }

    private static Chunk content(String text) {
        return Chunk.piece(Form.OPENAI_CHAT, "", new byte[0]).content(() -> text).build();
    }
}
