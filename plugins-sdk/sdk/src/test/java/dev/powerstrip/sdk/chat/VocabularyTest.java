package dev.powerstrip.sdk.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonView;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class VocabularyTest {

    private static final Vocabulary WORDS = Vocabulary.of("temperature", "tools", "messages.role,name",
        "messages.content.type,text", "messages.content.image_url.url");

    @Test
    void namesWhatItHasNoWordsForByItsPath() {
        var request = request("""
            {"temperature":1,"top_k":4,"logit_bias":{"7":1},"messages":[{"role":"user","content":"hi","weight":2},
            {"role":"user","content":[{"type":"image_url","image_url":{"url":"x","detail":"low"}},
            {"type":"text","text":"a","cache_control":{"type":"ephemeral"}},
            {"type":"text","text":"b","cache_control":{"type":"ephemeral"}}]}],"tools":[{"anything":{"below":1}}]}""");

        WORDS.compare(request);

        assertThat(request.dropped()).containsExactly("logit_bias", "messages.content.cache_control",
            "messages.content.image_url.detail", "messages.weight", "top_k");
    }

    @Test
    void passesOverWhatAsksForNothingAndWhatIsTheGateways() {
        var request = request("""
            {"model":"m","models":["n"],"stream":true,"stream_options":{"include_usage":true},"provider":{"only":["p"]},
            "a":null,"b":false,"c":"","d":[],"e":{}}""");

        WORDS.compare(request);

        assertThat(request.dropped()).isEmpty();
    }

    @Test
    void neverTellsMoreThanSomeNames() {
        var body = new StringBuilder("{\"my secret is 42\":1");
        for (int i = 0; i < 100; i++) {
            body.append(",\"field%02d\":1".formatted(i));
        }
        var request = request(body.append('}').toString());

        WORDS.compare(request);

        assertThat(request.dropped()).hasSize(33).startsWith("?", "field00").endsWith("field30", "...");
    }

    @Test
    void anotherFormSharesTheListAndAnotherTryHasItsOwn() {
        var request = request("{}");
        request.drop("first");

        var translated = request.in(Form.OPENAI_CHAT, request.body());
        translated.drop("second");
        var tried = translated.again();
        tried.drop("third");

        assertThat(request.dropped()).containsExactly("first", "second");
        assertThat(tried.dropped()).containsExactly("first", "second", "third");
    }

    private static ChatRequest request(String body) {
        return new ChatRequest(Form.ANTHROPIC_MESSAGES, JsonView.parse(body.getBytes(StandardCharsets.UTF_8)),
            List.of("m"),
            false, ProviderPreferences.none());
    }
}
