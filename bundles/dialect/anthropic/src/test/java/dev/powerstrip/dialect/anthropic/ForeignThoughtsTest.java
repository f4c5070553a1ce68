package dev.powerstrip.dialect.anthropic;

import static dev.powerstrip.dialect.anthropic.Samples.bytes;
import static dev.powerstrip.sdk.form.Form.OPENAI_CHAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.CarriedThoughts;
import dev.powerstrip.sdk.json.JsonView;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What other models thought goes to Anthropic's clients in blocks of theirs, and comes back from there as it was. */
class ForeignThoughtsTest {

    private static final String GEMINI
        = """
            {"type":"reasoning.text","text":"They ask für 🌞.","signature":"EqQ/+x==","format":"google-gemini-v1","index":0},\
            {"type":"reasoning.encrypted","data":"EqQ<&'>é","format":"google-gemini-v1","index":1},\
            {"type":"reasoning.encrypted","data":"EqR==","id":"call_1","format":"google-gemini-v1","index":2}""";
    private static final String RESPONSES
        = """
            {"type":"reasoning.encrypted","data":"gAAA0","id":"rs_1","format":"openai-responses-v1","index":0},\
            {"type":"reasoning.summary","summary":"They ask.","id":"rs_2","format":"openai-responses-v1","index":1},\
            {"type":"reasoning.summary","summary":"I look.","id":"rs_2","format":"openai-responses-v1","index":1},\
            {"type":"reasoning.encrypted","data":"gAAA1","id":"rs_2","format":"openai-responses-v1","index":1,"x":1.50}""";
    private static final String MISTRAL = """
        {"type":"reasoning.text","text":"They ask.","format":"mistral-chat-v1","index":0},\
        {"type":"reasoning.text","text":"I look.","format":"mistral-chat-v1","index":1}""";
    private static final String BEDROCK = """
        {"type":"reasoning.encrypted","data":"UmVk","format":"bedrock-converse-v1","index":0},\
        {"type":"reasoning.text","format":"anthropic-claude-v1","index":1,"text":"They ask.","signature":"c2ln"},\
        {"type":"reasoning.encrypted","data":"UmVm","format":"bedrock-converse-v1","index":2}""";
    private static final String LABELLED = """
        {"type":"native","form":"gemini.generate","value":{"executableCode":{"code":"1+1"},"n":1.0}}""";

    @ParameterizedTest
    @ValueSource(strings = {GEMINI, RESPONSES, MISTRAL, BEDROCK, LABELLED})
    void comeBackAsTheyWere(String details) {
        var whole = content(message("\"content\":\"Let me look.\",\"reasoning_details\":[%s],%s".formatted(details,
            "\"tool_calls\":[{\"id\":\"call_1\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]")));
        var streamed = gathered(Stream.concat(objects(details).map("\"reasoning_details\":[%s]"::formatted),
            Stream.of("\"content\":\"Let me look.\"")));

        assertThat(details(whole)).isEqualTo("[" + details + "]");
        assertThat(details(streamed)).isEqualTo("[" + details + "]");
    }

    @Test
    void comeBackWhereTheirWordsWereToldBeforeInPieces() {
        var said = gathered(Stream.of("\"reasoning\":\"They \"", "\"reasoning\":\"ask.\"",
            "\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"They ask.\",\"format\":\"cohere-chat-v2\"}]",
            "\"content\":\"Let me\"", "\"content\":\" look.\""));

        assertThat(types(said)).containsExactly("thinking", "text");
        assertThat(said.get(0).getAsJsonObject().get("thinking").getAsString()).isEqualTo("They ask.");
        assertThat(details(said))
            .isEqualTo("[{\"type\":\"reasoning.text\",\"text\":\"They ask.\",\"format\":\"cohere-chat-v2\"}]");
    }

    @Test
    void arePutTogetherWhereTheyComeInPieces() {
        var piece
            = "\"reasoning\":\"%1$s\",\"reasoning_details\":[{\"type\":\"reasoning.summary\",\"summary\":\"%1$s\","
                + "\"format\":\"openai-responses-v1\",\"index\":0,\"id\":null}]";
        var said = gathered(Stream.of(piece.formatted("They "), piece.formatted("ask."),
            "\"reasoning_details\":[{\"type\":\"reasoning.encrypted\",\"data\":\"gAAA\",\"id\":\"rs_1\","
                + "\"format\":\"openai-responses-v1\",\"index\":0}]",
            "\"content\":\"Yes.\""));

        assertThat(types(said)).containsExactly("thinking", "text");
        assertThat(details(said)).isEqualTo("[{\"type\":\"reasoning.summary\",\"summary\":\"They ask.\","
            + "\"format\":\"openai-responses-v1\",\"index\":0,\"id\":null},{\"type\":\"reasoning.encrypted\",\"data\":\"gAAA\","
            + "\"id\":\"rs_1\",\"format\":\"openai-responses-v1\",\"index\":0}]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"reasoning\":\"a\" | thinking text tool_use", //
        "\"reasoning_details\":[{\"type\":\"reasoning.encrypted\",\"data\":\"x\",\"format\":\"f\"}] | text redacted_thinking tool_use",
        "\"reasoning\":\"a\",\"reasoning_details\":[{\"type\":\"reasoning.encrypted\",\"data\":\"x\",\"format\":\"f\"}] | "
            + "thinking text tool_use"})
    void neverStandBeforeTextWhereNoThoughtIsTold(String thought, String types) {
        var said = thought + ",\"content\":\"b\",\"tool_calls\":[{\"id\":\"c\",\"function\":{\"name\":\"f\"}}]";

        assertThat(types(content(message(said)))).containsExactly(types.split(" "));
        assertThat(types(gathered(Stream.of(said)))).containsExactly(types.split(" "));
    }

    @Test
    void areKnownEvenIfNobodyWantsThemBack() {
        var said = content(message("\"reasoning\":\"a\",\"content\":\"b\""));

        assertThat(said.get(0).getAsJsonObject().get("signature").getAsString()).startsWith(CarriedThoughts.MARK);
        assertThat(canonical(said).dropped()).isEmpty();
        assertThat(turn(canonical(said)).get("reasoning").string()).contains("a");
        assertThat(turn(canonical(said)).get("reasoning_details").isPresent()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"eyJwb3dlcnN0cmlw", "eyJwb3dlcnN0cmlw!", "eyJwb3dlcnN0cmlwIjox", "eyJwb3dlcnN0cmlwIjpbMV19",
        "eyJwb3dlcnN0cmlwIjpbW11dfQ==", "eyJwb3dlcnN0cmlwIjpudWxsfQ=="})
    void areLeftOutAndNamedWhereTheirSignatureWasDamaged(String signature) {
        var said = new JsonArray();
        said.add(Blocks.thinking("a", signature));
        said.add(Blocks.redactedThinking(signature));
        said.add(Blocks.text("b"));

        var canonical = canonical(said);

        assertThat(canonical.dropped()).containsExactly("messages.content.data", "messages.content.signature");
        assertThat(Samples.text(turn(canonical).toBytes()))
            .isEqualTo("{\"role\":\"assistant\",\"content\":\"b\",\"reasoning\":\"a\"}");
    }

    @Test
    void areLeftOutWhereTheyAreNestedTooDeeply() {
        assertThat(canonical(nested(100_000)).dropped()).containsExactly("messages.content.data");
        assertThatThrownBy(() -> canonical(nested(252))).isInstanceOfSatisfying(GatewayException.class,
            error -> assertThat(error.type()).isEqualTo(ErrorType.INVALID_REQUEST));
    }

    private static JsonArray nested(int depth) {
        var said = new JsonArray();
        said.add(Blocks.redactedThinking(Base64.getEncoder().encodeToString(
            bytes("{\"powerstrip\":[{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}]}"))));
        return said;
    }

    private static String message(String said) {
        return "{\"choices\":[{\"index\":0,\"message\":{%s},\"finish_reason\":\"stop\"}]}".formatted(said);
    }

    private static JsonArray content(String chat) {
        return JsonParser.parseString(Samples.delivered(chat, Samples.PRICED, OPENAI_CHAT, false, 4096))
            .getAsJsonObject().getAsJsonArray("content");
    }

    /** What a client has in the end of a stream of these deltas. */
    private static JsonArray gathered(Stream<String> deltas) {
        var chat = deltas.map("data: {\"choices\":[{\"index\":0,\"delta\":{%s}}]}\n\n"::formatted).toList();
        var events = Samples.delivered(String.join("", chat) + "data: [DONE]\n\n", Samples.PRICED, OPENAI_CHAT, true,
            4096);
        var content = new JsonArray();
        events.lines().filter(line -> line.startsWith("data: "))
            .map(line -> JsonParser.parseString(line.substring(6)).getAsJsonObject())
            .forEach(event -> gather(event, content));
        return content;
    }

    private static void gather(JsonObject event, JsonArray content) {
        if (event.has("content_block")) {
            content.add(event.get("content_block"));
        } else if (event.has("index") && event.has("delta")) {
            var block = content.get(event.get("index").getAsInt()).getAsJsonObject();
            event.getAsJsonObject("delta").entrySet().stream()
                .filter(field -> List.of("thinking", "signature", "text").contains(field.getKey()))
                .forEach(field -> block.addProperty(field.getKey(),
                    block.get(field.getKey()).getAsString() + field.getValue().getAsString()));
        }
    }

    private static Stream<String> objects(String details) {
        return JsonParser.parseString("[" + details + "]").getAsJsonArray().asList().stream()
            .map(JsonElement::toString);
    }

    private static List<String> types(JsonArray content) {
        return content.asList().stream().map(block -> block.getAsJsonObject().get("type").getAsString()).toList();
    }

    private static ChatRequest canonical(JsonArray content) {
        return MessagesToChat.canonical(MessagesRequests.read(bytes("{\"model\":\"m\",\"max_tokens\":9,\"messages\":["
            + "{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":%s}]}".formatted(content))));
    }

    private static JsonView turn(ChatRequest canonical) {
        return canonical.body().get("messages").items().get(1);
    }

    private static String details(JsonArray content) {
        return Samples.text(turn(canonical(content)).get("reasoning_details").toBytes());
    }
}
