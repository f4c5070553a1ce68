package dev.powerstrip.dialect.anthropic;

import static dev.powerstrip.dialect.anthropic.Samples.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.provider.Translation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages requests and what they are in the canonical form stand in files under golden/. */
class MessagesToChatTest {

    private static final String HELLO
        = "\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]";
    private final Gson pretty = new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

    @ParameterizedTest
    @ValueSource(strings = {"simple", "tools", "blocks", "thinking"})
    void saysARequestCanonically(String name) {
        var canonical = MessagesToChat.canonical(MessagesRequests.read(bytes(Samples.file(name + "-request.json"))));

        assertThat(canonical.form()).isEqualTo(Form.OPENAI_CHAT);
        assertThat(pretty.toJson(canonical.tree()) + "\n").isEqualTo(Samples.file(name + "-canonical.json"));
    }

    @Test
    void namesWhatItLeavesOut() {
        var request
            = MessagesRequests.read(bytes("{%s,\"container\":\"c\",\"speed\":\"fast\",\"service_tier\":\"auto\","
                .formatted(HELLO) + "\"metadata\":{\"user_id\":\"u\",\"more\":1},\"top_k\":4}"));

        assertThat(MessagesToChat.canonical(request).dropped()).containsExactly("container", "metadata.more", "speed");
    }

    @Test
    void keepsAServerToolBetweenTheThoughtsItStandsBetween() {
        var turn = "{\"role\":\"assistant\",\"content\":["
            + "{\"type\":\"thinking\",\"thinking\":\"a\",\"signature\":\"c2ln\"},"
            + "{\"type\":\"server_tool_use\",\"id\":\"s\"},{\"type\":\"thinking\",\"thinking\":\"b\",\"signature\":\"bmF0\"},"
            + "{\"type\":\"server_tool_use\",\"id\":\"t\"},{\"type\":\"text\",\"text\":\"c\"}]}";

        var said = MessagesToChat.canonical(MessagesRequests.read(bytes("{\"model\":\"m\",\"max_tokens\":9,"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"a\"}," + turn + "]}"))).body();

        var message = said.get("messages").items().get(1);
        assertThat(message.get("reasoning_details").items())
            .extracting(detail -> detail.get("type").string().orElse(""))
            .containsExactly("reasoning.text", "native", "reasoning.text");
        assertThat(message.get("content").items()).extracting(part -> part.get("type").string().orElse(""))
            .containsExactly("native", "text");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"type\":\"document\",\"source\":{\"type\":\"url\",\"url\":\"https://a.example/a.pdf\"}} | {\"type\":\"file\","
            + "\"file\":{\"filename\":\"document\",\"file_data\":\"https://a.example/a.pdf\"}}",
        "{\"type\":\"document\",\"title\":\"T\",\"context\":\"C\",\"source\":{\"type\":\"text\",\"media_type\":\"text/plain\","
            + "\"data\":\"D\"}} | {\"type\":\"text\",\"text\":\"T\\nC\\nD\"}",
        "{\"type\":\"document\",\"source\":{\"type\":\"content\",\"content\":[{\"type\":\"text\",\"text\":\"D\"}]},"
            + "\"cache_control\":{\"type\":\"ephemeral\"}} | {\"type\":\"text\",\"text\":\"D\",\"cache_control\":{\"type\":"
            + "\"ephemeral\"}}",
        "{\"type\":\"document\",\"source\":{\"type\":\"file\",\"file_id\":\"f\"}} | {\"type\":\"native\",\"form\":"
            + "\"anthropic.messages\",\"value\":{\"type\":\"document\",\"source\":{\"type\":\"file\",\"file_id\":\"f\"}}}",
        "{\"type\":\"search_result\",\"source\":\"S\",\"title\":\"T\",\"content\":[{\"type\":\"text\",\"text\":\"D\"}]} | "
            + "{\"type\":\"text\",\"text\":\"T\\nS\\nD\"}"})
    void saysADocumentAsAFileOrInWords(String block, String part) {
        var said
            = MessagesToChat.canonical(MessagesRequests.read(bytes("{\"model\":\"m\",\"max_tokens\":9,\"messages\":"
                + "[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\"}," + block + "]}]}")));

        assertThat(Samples.text(said.body().get("messages").items().get(0).get("content").items().get(1).toBytes()))
            .isEqualTo(part);
    }

    @Test
    void keepsWhatTheGatewayKnowsOfTheRequest() {
        var request = MessagesRequests.read(bytes("{\"stream\":true,\"fallbacks\":[{\"model\":\"b\"}],"
            + "\"provider\":{\"only\":[\"x\"]}," + HELLO + "}"));

        var canonical = MessagesToChat.canonical(request);

        assertThat(canonical.models()).containsExactly("m", "b");
        assertThat(canonical.streamed()).isTrue();
        assertThat(canonical.preferences()).isEqualTo(request.preferences());
        assertThat(Samples.text(canonical.body().toBytes())).doesNotContain("provider", "fallbacks");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2e3} | \"reasoning\":{\"max_tokens\":2e3}",
        "\"thinking\":{\"type\":\"adaptive\"} | \"reasoning\":{\"enabled\":true}",
        "\"thinking\":{\"type\":\"adaptive\",\"display\":\"omitted\"},\"output_config\":{\"effort\":\"max\"} | "
            + "\"reasoning\":{\"enabled\":true,\"effort\":\"max\",\"exclude\":true}",
        "\"thinking\":{\"type\":\"disabled\"} | \"reasoning\":{\"enabled\":false}",
        "\"output_config\":{\"effort\":\"low\"} | \"verbosity\":\"low\"",
        "\"output_config\":{\"format\":{\"type\":\"json_schema\",\"schema\":{\"a\":1.0}}} | \"response_format\":{\"type\":"
            + "\"json_schema\",\"json_schema\":{\"name\":\"answer\",\"strict\":true,\"schema\":{\"a\":1.0}}}",
        "\"service_tier\":\"standard_only\" | \"service_tier\":\"default\"",
        "\"metadata\":{\"user_id\":\"u\"} | \"user\":\"u\"",
        "\"stop_sequences\":[\"x\"],\"top_k\":5 | \"top_k\":5,\"stop\":[\"x\"]"})
    void saysASettingInItsOtherWords(String setting, String canonical) {
        var said = MessagesToChat.canonical(MessagesRequests.read(bytes("{" + HELLO + "," + setting + "}")));

        assertThat(Samples.text(said.body().toBytes()))
            .isEqualTo("{" + "\"model\":\"m\",\"messages\":[{\"role\":\"user\","
                + "\"content\":\"a\"}],\"max_tokens\":9," + canonical + "}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"type\":\"auto\"} | \"tool_choice\":\"auto\"",
        "{\"type\":\"any\"} | \"tool_choice\":\"required\"", "{\"type\":\"none\"} | \"tool_choice\":\"none\"",
        "{\"type\":\"tool\",\"name\":\"f\"} | \"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"f\"}}",
        "{\"type\":\"auto\",\"disable_parallel_tool_use\":true} | \"tool_choice\":\"auto\",\"parallel_tool_calls\":false"})
    void saysEveryToolChoice(String choice, String canonical) {
        var said = MessagesToChat.canonical(MessagesRequests.read(bytes("{" + HELLO
            + ",\"tools\":[{\"name\":\"f\",\"input_schema\":{}}],\"tool_choice\":" + choice + "}")));

        assertThat(Samples.text(said.body().toBytes())).endsWith("}}]," + canonical + "}");
    }

    @Test
    void keepsTheClientsBytesOnTheirWayToAnUpstreamOfTheSameForm() {
        var request = MessagesRequests.read(bytes("{ \"model\":\"m\", \"max_tokens\":1e2,\"temperature\":1.0,"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"gr\\u00fc\\u00dfe 😀\",\"x\":{\"b\":1,\"a\":2}}],"
            + "\"provider\":{\"order\":[\"a\"]},\"fallbacks\":[{\"model\":\"b\"}],\"new\":[1.50] }"));

        assertThat(Samples.text(Translation.passThrough(Form.ANTHROPIC_MESSAGES).request(request, Samples.PRICED)))
            .isEqualTo(
                "{ \"model\":\"claude-sonnet-4.5\", \"max_tokens\":1e2,\"temperature\":1.0,"
                    + "\"messages\":[{\"role\":\"user\",\"content\":\"gr\\u00fc\\u00dfe 😀\",\"x\":{\"b\":1,\"a\":2}}],"
                    + "\"new\":[1.50] }");
    }
}
