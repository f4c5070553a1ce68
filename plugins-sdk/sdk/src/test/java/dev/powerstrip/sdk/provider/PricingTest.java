package dev.powerstrip.sdk.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import dev.powerstrip.sdk.chat.ProviderPreferences;
import dev.powerstrip.sdk.chat.SpeechRequest;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.form.Usage;
import dev.powerstrip.sdk.json.JsonView;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PricingTest {

    private static final String TIERED = """
        {"prompt": "0.000002", "completion": "0.00001", "request": "0.01", "input_cache_read": "0.0000002",
         "overrides": [{"min_prompt_tokens": 1000, "prompt": "0.000004"}]}""";

    @Test
    void addsUpWhatIsReadWhatIsCachedWhatIsGeneratedAndTheRequest() {
        var pricing = of("{\"prompt\": \"0.000002\", \"completion\": \"0.00001\", \"request\": \"0.01\","
            + "\"input_cache_read\": \"0.0000002\", \"input_cache_write\": \"0.000003\"}");

        assertThat(pricing.cost(Usage.of(100, 10).withCache(50, 20))).isEqualByComparingTo(
            "0.01023" /* 0.01 + 30 x 0.000002 + 50 x 0.0000002 + 20 x 0.000003 + 10 x 0.00001 */);
    }

    @Test
    void chargesEachSearchUnitOfARerankAsARequest() {
        var pricing = of("{\"prompt\": \"0\", \"completion\": \"0\", \"request\": \"0.002\"}");

        assertThat(pricing.cost(Usage.of(0, 0))).isEqualByComparingTo("0.002");
        assertThat(pricing.cost(Usage.of(0, 0).withSearchUnits(3))).isEqualByComparingTo("0.006");
    }

    @Test
    void chargesCachedTokensAsOthersWhereNobodySaysOtherwise() {
        var pricing = of("{\"prompt\": \"0.001\", \"completion\": \"0\"}");

        assertThat(pricing.cost(Usage.of(10, 0).withCache(4, 4))).isEqualByComparingTo("0.01");
    }

    @Test
    void chargesLongerPromptsByTheirOwnTierFromAboveItsThreshold() {
        var pricing = of(TIERED);

        assertThat(pricing.promptCost(Usage.of(1000, 0))).isEqualByComparingTo("0.002");
        assertThat(pricing.promptCost(Usage.of(1001, 0))).isEqualByComparingTo("0.004004");
        assertThat(pricing.completionCost(Usage.of(1001, 1))).isEqualByComparingTo("0.00001");
    }

    @Test
    void saysItsTiersAsItReadThem() {
        var pricing = of(TIERED);

        assertThat(Pricing.of(pricing.json())).isEqualTo(pricing);
    }

    @Test
    void refusesAPriceThatIsMissingOrNoNumberAndNamesIt() {
        assertThatThrownBy(() -> of("{\"prompt\": \"1\"}")).hasMessageContaining("pricing.completion is missing");
        assertThatThrownBy(() -> of("{\"prompt\": \"cheap\", \"completion\": \"1\"}"))
            .hasMessageContaining("pricing.prompt is no number");
    }

    @Test
    void refusesAnOverrideWithoutAConditionOrWithATimeThatIsNone() {
        assertThatThrownBy(() -> of("""
            {"prompt": "1", "completion": "1", "overrides": [{"prompt": "2"}]}"""))
            .hasMessageContaining("pricing.overrides[0] has no condition");
        assertThatThrownBy(() -> of(
            """
            {"prompt": "1", "completion": "1", "overrides": [{"utc_start": "2460", "utc_end": "0100", "prompt": "2"}]}"""))
            .hasMessageContaining("pricing.overrides[0].utc_start").hasMessageContaining("HHMM");
        assertThatThrownBy(() -> of("""
            {"prompt": "1", "completion": "1", "overrides": [{"utc_start": "0000", "prompt": "2"}]}"""))
            .hasMessageContaining("pricing.overrides[0].utc_end is missing");
    }

    @Test
    void refusesAPriceThatItDoesNotKnowOrThatIsBelowZero() {
        assertThatThrownBy(() -> of("{\"prompt\": \"1\", \"completion\": \"1\", \"per_smile\": \"1\"}"))
            .hasMessage("pricing.per_smile is no price that is known");
        assertThatThrownBy(() -> of("{\"prompt\": \"-1\", \"completion\": \"-1\"}"))
            .hasMessageContaining("pricing.prompt is below zero");
    }

    @Test
    void chargesByTheTimeOfTheDayAlsoOverMidnight() {
        var pricing = of("""
            {"prompt": "2", "completion": "0",
             "overrides": [{"utc_start": "1630", "utc_end": "0030", "prompt": "1"}]}""");

        assertThat(pricing.cost(Usage.of(1, 0), Instant.parse("2026-01-01T16:29:59Z"))).isEqualByComparingTo("2");
        assertThat(pricing.cost(Usage.of(1, 0), Instant.parse("2026-01-01T16:30:00Z"))).isEqualByComparingTo("1");
        assertThat(pricing.cost(Usage.of(1, 0), Instant.parse("2026-01-02T00:29:59Z"))).isEqualByComparingTo("1");
        assertThat(pricing.cost(Usage.of(1, 0), Instant.parse("2026-01-02T00:30:00Z"))).isEqualByComparingTo("2");
    }

    @Test
    void letsALaterOverrideWinRateByRate() {
        var pricing = of("""
            {"prompt": "1", "completion": "10", "overrides": [
              {"min_prompt_tokens": 100, "prompt": "2", "completion": "20"},
              {"utc_start": "0000", "utc_end": "1200", "prompt": "3"}]}""");

        var now = pricing.at(101, Instant.parse("2026-01-01T01:00:00Z"));

        assertThat(now.prompt()).isEqualByComparingTo("3");
        assertThat(now.completion()).isEqualByComparingTo("20");
    }

    @Test
    void chargesPicturesCharactersAndPartsOfASecond() {
        var pricing = of("""
            {"prompt":"0","completion":"0","image_made":"0.04","character":"0.000015","second":"0.0001"}""");

        assertThat(pricing.cost(Usage.none().withImagesMade(2))).isEqualByComparingTo("0.08");
        assertThat(pricing.cost(Usage.none().withCharacters(9))).isEqualByComparingTo("0.000135");
        assertThat(pricing.cost(Usage.none().withMillisecondsHeard(1234))).isEqualByComparingTo("0.0001234");
    }

    @Test
    void countsTheCharactersOfATextOnlyWhereTheyAreCharged() {
        var body = JsonView.parse("{\"input\":\"Grüß \uD83D\uDC3B\"}".getBytes(StandardCharsets.UTF_8));
        var speech = new SpeechRequest(Form.OPENAI_SPEECH, body, List.of("m"), false, ProviderPreferences.none());

        assertThat(of("{\"prompt\":\"0\",\"completion\":\"0\",\"character\":\"1\"}").counted(Usage.none(), speech)
            .characters()).isEqualTo(6);
        assertThat(of("{\"prompt\":\"1\",\"completion\":\"0\"}").counted(Usage.none(), speech)).isEqualTo(Usage.none());
    }

    @Test
    void knowsNoCostOfWhatNobodyCounted() {
        var byToken = of("{\"prompt\":\"1\",\"completion\":\"0\"}");
        var bySecond = of("{\"prompt\":\"0\",\"completion\":\"0\",\"second\":\"1\"}");
        var byPicture = of("{\"prompt\":\"0\",\"completion\":\"0\",\"image_made\":\"1\"}");

        assertThat(byToken.covers(Usage.of(1, 0))).isTrue();
        assertThat(byToken.covers(Usage.of(1, 0).asEstimate())).isTrue();
        assertThat(byToken.covers(Usage.none())).isTrue();
        assertThat(byToken.covers(Usage.none().asEstimate())).isFalse();
        assertThat(byToken.covers(Usage.none().withMillisecondsHeard(1))).isFalse();
        assertThat(bySecond.covers(Usage.none().withMillisecondsHeard(1))).isTrue();
        assertThat(bySecond.covers(Usage.of(1, 1))).isFalse();
        assertThat(byPicture.covers(Usage.none().withImagesMade(1))).isTrue();
        assertThat(byPicture.covers(Usage.none())).isFalse();
    }

    private static Pricing of(String json) {
        return Pricing.of(JsonParser.parseString(json).getAsJsonObject());
    }
}
