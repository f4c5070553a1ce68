package dev.powerstrip.guardrails;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.line.Lease;
import dev.powerstrip.line.Plugins;
import dev.powerstrip.line.Revision;
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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        plugins.guardrails.add((request, principal) -> heard::add);
        plugins.guardrails.add((request, principal) -> AnswerWatch.NONE);

        try (var guard = guardrails.check(REQUEST, ANN)) {
            guard.judge(content("one"));
            guard.judge(Chunk.piece(Form.OPENAI_CHAT, "", new byte[0]).build());
            guard.judge(content("two"));
        }

        assertThat(heard).containsExactly("one", "two");
    }

    @Test
    void keepsItsLeasesUntilTheAnswerIsOver() {
        plugins.guardrails.add((request, principal) -> AnswerWatch.NONE);

        var guard = guardrails.check(REQUEST, ANN);
        assertThat(plugins.held).isEqualTo(1);
        guard.close();

        assertThat(plugins.held).isZero();
    }

    @Test
    void givesItsLeasesBackWhenAGuardrailRefuses() {
        plugins.guardrails.add((request, principal) -> AnswerWatch.NONE);
        plugins.guardrails.add((request, principal) -> {
            throw new GatewayException(ErrorType.CONTENT_POLICY_VIOLATION, "no");
        });

        assertThatThrownBy(() -> guardrails.check(REQUEST, ANN)).isInstanceOf(GatewayException.class).hasMessage("no");
        assertThat(plugins.held).isZero();
    }

    @Test
    void decodesNoTextWhileNobodyWatches() {
        plugins.guardrails.add((request, principal) -> AnswerWatch.NONE);
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

    private static final class FakePlugins implements Plugins {

        private final List<Guardrail> guardrails = new ArrayList<>();
        private int held;

        @Override
        public <T> List<Lease<T>> leaseAll(Class<T> contract) {
            return guardrails.stream().map(guardrail -> lease(contract.cast(guardrail))).toList();
        }

        private <T> Lease<T> lease(T service) {
            held++;
            return new Lease<>() {

                @Override
                public Revision revision() {
                    return new Revision("guardrail.x", "x", "1.0.0", "0", 1);
                }

                @Override
                public <R> R call(Call<T, R> call) throws IOException {
                    return call.on(service);
                }

                @Override
                public void close() {
                    held--;
                }
            };
        }

        @Override
        public <T> Optional<Lease<T>> lease(Class<T> contract, String name) {
            return Optional.empty();
        }

        @Override
        public Optional<ProviderLease> provider(String id) {
            return Optional.empty();
        }

        @Override
        public List<ProviderInfo> providers() {
            return List.of();
        }

        @Override
        public long changes() {
            return 0;
        }
    }
}
