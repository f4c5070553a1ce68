package dev.powerstrip.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import dev.powerstrip.launcher.RefusedException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PriceListsTest {

    @Test
    void takesOpenRoutersListForTheProviderOpenRouter() throws Exception {
        var lists = read(
            """
            {"data": [{"id": "acme/a", "context_length": 8000, "pricing": {"prompt": "0.0000002", "completion": "0.000001",
               "image_token": "1"}},
              {"id": "openrouter/auto", "context_length": 2000000, "pricing": {"prompt": "-1", "completion": "-1"}}]}""");

        assertThat(lists.taken(Optional.empty()).get("openrouter/acme/a").toString()).isEqualTo(
            "{\"context_length\":8000,\"pricing\":{\"prompt\":\"0.0000002\",\"completion\":\"0.000001\"}}");
        assertThat(lists.taken(Optional.empty()).get("openrouter/openrouter/auto").has("pricing")).isFalse();
        assertThat(lists.left(Optional.empty())).containsOnlyKeys("openrouter/openrouter/auto");
    }

    @Test
    void takesLiteLlmsListByItsProvidersWithExactDecimalsAndThresholds() throws Exception {
        var lists = read("""
            {"sample_spec": {"litellm_provider": "one of .."},
             "gpt-4o": {"litellm_provider": "openai", "input_cost_per_token": 2.5e-06, "output_cost_per_token": 1e-05,
               "cache_read_input_token_cost": 1.25e-06, "max_input_tokens": 128000, "max_output_tokens": 16384},
             "together_ai/meta/x": {"litellm_provider": "together_ai", "input_cost_per_token": 1e-7,
               "output_cost_per_token": 2e-7, "input_cost_per_token_above_200k_tokens": 3e-7},
             "dall-e-3": {"litellm_provider": "openai", "input_cost_per_pixel": 1e-9}}""");

        assertThat(lists.taken(Optional.of("openai")).get("openai/gpt-4o").toString())
            .contains("\"context_length\":128000")
            .contains("\"prompt\":\"0.0000025\"").contains("\"completion\":\"0.00001\"")
            .contains("\"input_cache_read\":\"0.00000125\"");
        assertThat(lists.taken(Optional.empty()).get("together/meta/x").toString())
            .contains("\"overrides\":[{\"prompt\":\"0.0000003\",\"min_prompt_tokens\":200000}]");
        assertThat(lists.left(Optional.empty())).containsExactly(Map.entry("openai/dall-e-3",
            "no price is told"));
    }

    @Test
    void takesModelsDevsListPerTokenInsteadOfPerMillion() throws Exception {
        var lists = read("""
            {"google": {"id": "google", "models": {"gemini-x": {"limit": {"context": 1000000, "output": 65536},
               "cost": {"input": 1.25, "output": 10, "cache_read": 0.3125,
                 "tiers": [{"input": 2.5, "output": 15, "tier": {"type": "context", "size": 200000}}]}}}},
             "acme": {"id": "acme", "models": {"half": {"cost": {"input": 1}}}}}""");

        assertThat(lists.taken(Optional.of("gemini")).get("gemini/gemini-x").getAsJsonObject("pricing").toString())
            .contains("\"prompt\":\"0.00000125\"").contains("\"input_cache_read\":\"0.0000003125\"")
            .contains("\"min_prompt_tokens\":200000").contains("\"completion\":\"0.000015\"");
        assertThat(lists.left(Optional.empty())).containsEntry("acme/half", "not all of a price is told");
        assertThat(lists.taken(Optional.of("acme"))).isEmpty();
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> read("[1]")).isInstanceOf(RefusedException.class).hasMessageContaining("LiteLLM");
    }

    private static PriceLists read(String json) throws RefusedException {
        return PriceLists.read(JsonParser.parseString(json));
    }
}
