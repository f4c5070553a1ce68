package dev.powerstrip.sdk.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.json.JsonView;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelRequestTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "openai.chat | {'messages':[{'content':[{'type':'image_url'},{'type':'text'},{'type':'image_url'}]}]} | 2",
        "anthropic.messages | {'messages':[{'content':'a'},{'content':[{'type':'image'}]}]} | 1",
        "gemini.generate | {'contents':[{'parts':[{'inlineData':{'mimeType':'image/png'}},"
            + "{'inline_data':{'mime_type':'image/jpeg'}},{'inlineData':{'mimeType':'audio/wav'}},"
            + "{'fileData':{'mimeType':'image/webp'}},{'text':'a'}]}]} | 3"},
        quoteCharacter = '"')
    void countsThePicturesOfEveryForm(String form, String body, int pictures) {
        var json = JsonView.parse(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));

        var request = new ChatRequest(Form.of(form), json, List.of("m"), false, ProviderPreferences.none());

        assertThat(request.images()).isEqualTo(pictures);
    }

    @Test
    void refusesToNestDeeperInAnotherFormWhatTheClientNestedAsDeeplyAsItMay() {
        var deep = JsonParser.parseString("[".repeat(255) + "]".repeat(255));
        var request = new ChatRequest(Form.GEMINI_GENERATE, JsonView.parse("{}".getBytes(StandardCharsets.UTF_8)),
            List.of("m"), false, ProviderPreferences.none());
        var chat = new JsonObject();
        chat.add("native", deep);

        assertThatThrownBy(() -> request.in(Form.OPENAI_CHAT, chat)).isInstanceOf(GatewayException.class)
            .hasMessageStartingWith("a part of the request is nested too deeply to be said in the form openai.chat");
    }
}
