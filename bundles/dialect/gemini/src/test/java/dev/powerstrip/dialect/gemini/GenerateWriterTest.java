package dev.powerstrip.dialect.gemini;

import static dev.powerstrip.dialect.gemini.Samples.PRICED;
import static dev.powerstrip.dialect.gemini.Samples.UNPRICED;
import static dev.powerstrip.dialect.gemini.Samples.bytes;
import static dev.powerstrip.dialect.gemini.Samples.delivered;
import static dev.powerstrip.dialect.gemini.Samples.facts;
import static dev.powerstrip.dialect.gemini.Samples.file;
import static dev.powerstrip.dialect.gemini.Samples.text;
import static dev.powerstrip.sdk.form.Form.GEMINI_GENERATE;
import static dev.powerstrip.sdk.form.Form.OPENAI_CHAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.CarriedThoughts;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Form;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Upstream answers and what the client gets of them stand in files under golden/. */
class GenerateWriterTest {

    private final Gson pretty = new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

    @ParameterizedTest
    @CsvSource({"text,OPENAI_CHAT", "tools,OPENAI_CHAT", "thinking,OPENAI_CHAT", "odd,OPENAI_CHAT", "own,GEMINI"})
    void saysAStreamAsEventsWhereverItIsCut(String name, String form) {
        var upstream = upstream(name);
        var facts = facts(PRICED, true, form(form));

        for (int at = 0; at <= upstream.length; at++) {
            assertThat(delivered(facts, new EventLayout(), Arrays.copyOf(upstream, at),
                Arrays.copyOfRange(upstream, at, upstream.length))).as("cut at byte %d", at)
                .isEqualTo(file(name + "-events.sse"));
        }
    }

    @ParameterizedTest
    @CsvSource({"text,OPENAI_CHAT,[DONE]", "tools,OPENAI_CHAT,[DONE]", "thinking,OPENAI_CHAT,[DONE]",
        "odd,OPENAI_CHAT,[DONE]", "own,GEMINI,150}}"})
    void neverTellsAStreamAsCompleteThatWasCutOff(String name, String form, String end) {
        var upstream = upstream(name);
        int complete = text(upstream).substring(0, text(upstream).lastIndexOf(end) + end.length())
            .getBytes(StandardCharsets.UTF_8).length;
        var facts = facts(PRICED, true, form(form));

        for (int length = 0; length < complete; length++) {
            String said;
            try {
                said = delivered(facts, new EventLayout(), Arrays.copyOf(upstream, length));
            } catch (GatewayException refused) {
                continue;
            }
            assertThat(said).as("cut off after %d bytes", length).doesNotContain("finishReason");
        }
    }

    private static byte[] upstream(String name) {
        return bytes(file(name + (name.equals("own") ? "-upstream.sse" : "-chat.sse")));
    }

    private static Form form(String name) {
        return name.equals("GEMINI") ? GEMINI_GENERATE : OPENAI_CHAT;
    }

    @Test
    void carriesTheThoughtsOfOtherModelsAsTheyCame() {
        var end = JsonParser.parseString(file("thinking-events.sse").lines()
            .filter(line -> line.contains("thoughtSignature")).findFirst().orElseThrow().substring("data: ".length()));
        var part = end.getAsJsonObject().getAsJsonArray("candidates").get(0).getAsJsonObject()
            .getAsJsonObject("content").getAsJsonArray("parts").get(0).getAsJsonObject();

        assertThat(CarriedThoughts.of(part.get("thoughtSignature").getAsString())).contains(JsonParser.parseString("""
            [{"type":"reasoning.text","text":"They ask für Köln.","format":"anthropic-claude-v1","index":0,\
            "signature":"EqQB+/x="},{"type":"reasoning.encrypted","data":"CpIB+/b==","format":"anthropic-claude-v1",\
            "index":1,"id":null}]""").getAsJsonArray());
    }

    @Test
    void keepsThePartsOfASummaryApart() {
        var details = """
            [{"type":"reasoning.summary","summary":"They ask.","id":"rs_1","index":0},\
            {"type":"reasoning.summary","summary":"I look.","id":"rs_1","index":0}]""";
        var chat = "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"a\",\"reasoning_details\":%s},"
            .formatted(details) + "\"finish_reason\":\"stop\"}]}";

        var said = delivered(facts(PRICED, false, OPENAI_CHAT), new WholeLayout(), bytes(chat));

        assertThat(said).contains(CarriedThoughts.signature(JsonParser.parseString(details).getAsJsonArray()));
    }

    @Test
    void showsThoughtsOnlyWhereTheyAreWanted() {
        var said = delivered(facts(PRICED, true, OPENAI_CHAT, false), new EventLayout(), upstream("thinking"));

        assertThat(said).doesNotContain("They ask").contains("thoughtSignature");
    }

    @Test
    void passesOverDetailsOfThoughtsThatAreNone() {
        var said = delivered(facts(PRICED, false, OPENAI_CHAT), new WholeLayout(), bytes("""
            {"choices":[{"index":0,"message":{"content":"a","reasoning_details":[null,1,"b",[],\
            {"type":"reasoning.text","text":"Hm","signature":"s"}]},"finish_reason":"stop"}]}"""));

        var signature = JsonParser.parseString(said).getAsJsonObject().getAsJsonArray("candidates").get(0)
            .getAsJsonObject().getAsJsonObject("content").getAsJsonArray("parts").get(1).getAsJsonObject()
            .get("thoughtSignature").getAsString();
        assertThat(CarriedThoughts.of(signature)).contains(JsonParser
            .parseString("[{\"type\":\"reasoning.text\",\"text\":\"Hm\",\"signature\":\"s\"}]").getAsJsonArray());
    }

    @Test
    void saysACompletionAsAResponse() {
        var said = delivered(facts(PRICED, false, OPENAI_CHAT), new WholeLayout(), bytes(file("completion.json")));

        assertThat(pretty.toJson(JsonParser.parseString(said)) + "\n").isEqualTo(file("completion-response.json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "own"})
    void streamsAnArrayThatIsWholeAtItsEnd(String name) {
        var facts = facts(PRICED, true, form(name.equals("own") ? "GEMINI" : ""));

        var said = JsonParser.parseString(delivered(facts, new ArrayLayout(), upstream(name))).getAsJsonArray();

        var events = file(name + "-events.sse").lines().filter(line -> !line.isEmpty())
            .map(line -> JsonParser.parseString(line.substring("data: ".length()))).toList();
        assertThat(said).containsExactlyElementsOf(events);
    }

    @Test
    void endsAnArrayThatFailed() {
        var writer = new GenerateWriter(facts(PRICED, true, OPENAI_CHAT), new ArrayLayout());
        var begun = text(writer.write(Chunk.piece(OPENAI_CHAT, "",
            bytes("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}")).build()));

        var said = JsonParser.parseString(begun + text(writer.keepAlive())
            + text(writer.fail(new GatewayException(ErrorType.PROVIDER_OVERLOADED, "busy")))).getAsJsonArray();

        assertThat(said).hasSize(2);
        assertThat(said.get(1).getAsJsonObject().getAsJsonObject("error").get("status").getAsString())
            .isEqualTo("UNAVAILABLE");
    }

    @Test
    void splicesOnlyProviderAndCostIntoAResponseOfItsOwnForm() {
        var upstream
            = "{\"candidates\": [{\"content\": {\"parts\": [{\"text\": \"a\"}]},\"finishReason\": \"STOP\"}],\"x\":1.0,"
                + "\"usageMetadata\": {\"promptTokenCount\":100,\"candidatesTokenCount\":20}}";

        assertThat(delivered(facts(PRICED, false, GEMINI_GENERATE), new WholeLayout(), bytes(upstream))).isEqualTo(
            upstream.substring(0, upstream.length() - 2) + ",\"cost\":0.0006},\"provider\":\"Google AI Studio\"}");
        assertThat(delivered(facts(UNPRICED, false, GEMINI_GENERATE), new WholeLayout(), bytes(upstream)))
            .doesNotContain("cost").contains("\"provider\":\"Local \\\"box\\\"\"");
    }

    @ParameterizedTest
    @CsvSource({"stop,stop,STOP", "length,length,MAX_TOKENS", "tool_calls,tool_calls,STOP",
        "content_filter,content_filter,SAFETY", "content_filter,PROHIBITED_CONTENT,PROHIBITED_CONTENT",
        "length,max_tokens,MAX_TOKENS", "error,MALFORMED_FUNCTION_CALL,MALFORMED_FUNCTION_CALL"})
    void saysEveryFinishReason(String finish, String nativeFinish, String reason) {
        var chat
            = "{\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"%s\",\"native_finish_reason\":\"%s\"}]}"
                .formatted(finish, nativeFinish);

        assertThat(delivered(facts(PRICED, false, OPENAI_CHAT), new WholeLayout(), bytes(chat)))
            .contains("\"finishReason\":\"" + reason + "\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"'' | {}", "{} | {}", "null | {}", "{\\\"a\\\":1.0} | {\"a\":1.0}"})
    void givesACallAnObjectForArguments(String arguments, String args) {
        assertThat(called(arguments, "stop").toString()).contains(
            "\"parts\":[{\"functionCall\":{\"id\":\"t\",\"name\":\"f\",\"args\":" + args + "}}]",
            "\"finishReason\":\"STOP\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"[1] | stop | MALFORMED_FUNCTION_CALL",
        "{\\\"a\\\": | tool_calls | MALFORMED_FUNCTION_CALL", "{\\\"a\\\": | length | MAX_TOKENS"})
    void leavesACallOutWhoseArgumentsAreNoObject(String arguments, String finish, String reason) {
        assertThat(called(arguments, finish).toString()).doesNotContain("functionCall\"").contains(reason,
            "the call of f");
    }

    private static JsonObject called(String arguments, String finish) {
        var chat = ("{\"choices\":[{\"message\":{\"tool_calls\":[{\"id\":\"t\",\"function\":{\"name\":\"f\","
            + "\"arguments\":\"%s\"}}]},\"finish_reason\":\"%s\"}]}").formatted(arguments, finish);
        return JsonParser
            .parseString(delivered(facts(PRICED, false, OPENAI_CHAT), new WholeLayout(), bytes(chat)))
            .getAsJsonObject();
    }

    @Test
    void neverTellsAnAnswerThatEndedInAnErrorAsComplete() {
        var chat = bytes("{\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"error\"}]}");

        assertThatThrownBy(() -> delivered(facts(PRICED, false, OPENAI_CHAT), new WholeLayout(), chat))
            .isInstanceOfSatisfying(GatewayException.class,
                error -> assertThat(error.type()).isEqualTo(ErrorType.PROVIDER_UNAVAILABLE));
    }

    @Test
    void keepsAliveWithWhatNoClientTakesForAResponse() {
        assertThat(text(new GenerateWriter(facts(PRICED, true, OPENAI_CHAT), new EventLayout()).keepAlive()))
            .isEqualTo("\n");
        assertThat(new GenerateWriter(facts(PRICED, false, OPENAI_CHAT), new WholeLayout()).keepAlive()).isEmpty();
    }

    @Test
    void refusesAnAnswerOfTheWrongShape() {
        var whole = Chunk.whole(GEMINI_GENERATE, bytes("{}")).build();
        var piece = Chunk.piece(GEMINI_GENERATE, "", bytes("{}")).build();

        assertThatThrownBy(
            () -> new GenerateWriter(facts(PRICED, true, GEMINI_GENERATE), new EventLayout()).write(whole))
            .isInstanceOf(GatewayException.class).hasMessageContaining("a stream was asked for");
        assertThatThrownBy(
            () -> new GenerateWriter(facts(PRICED, false, GEMINI_GENERATE), new WholeLayout()).write(piece))
            .isInstanceOf(GatewayException.class);
    }
}
