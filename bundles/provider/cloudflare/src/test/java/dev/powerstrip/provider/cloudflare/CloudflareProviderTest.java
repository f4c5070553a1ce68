package dev.powerstrip.provider.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.ProviderPreferences;
import dev.powerstrip.sdk.chat.RerankRequest;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.provider.ProviderResponse;
import dev.powerstrip.sdk.testing.TestAttempt;
import dev.powerstrip.sdk.upstream.UpstreamRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudflareProviderTest {

    private static final String ACCOUNT = "0123456789abcdef0123456789abcdef";
    private static final URI USUAL = URI.create("https://api.cloudflare.com/client/v4");

    @Test
    void callsTheAccountsOwnAddress() {
        assertThat(chat(new CloudflareProvider(ACCOUNT), attempt(USUAL, new JsonObject())).uri()).hasToString(
            "https://api.cloudflare.com/client/v4/accounts/" + ACCOUNT + "/ai/v1/chat/completions");
        assertThat(rerank(new CloudflareProvider(ACCOUNT), attempt(USUAL, new JsonObject())).uri())
            .hasToString("https://api.cloudflare.com/client/v4/accounts/" + ACCOUNT + "/ai/run/@cf/a/b");
    }

    @Test
    void callsAnAddressThatLeadsToAnAccountOrAGatewayAsItIs() {
        var gateway = URI.create("https://gateway.ai.cloudflare.com/v1/acc/gate/workers-ai");

        assertThat(chat(new CloudflareProvider(""), attempt(gateway, new JsonObject())).uri())
            .hasToString(gateway + "/v1/chat/completions");
        assertThat(chat(new CloudflareProvider(""), attempt(URI.create(USUAL + "/accounts/a/ai"), new JsonObject()))
            .uri()).hasToString(USUAL + "/accounts/a/ai/v1/chat/completions");
    }

    @Test
    void saysThatItNeedsAnAccount() {
        assertThatThrownBy(() -> chat(new CloudflareProvider(""), attempt(USUAL, new JsonObject())))
            .hasMessageContaining("write \"account\" into etc/provider.cloudflare.cfg.json");
        assertThatThrownBy(() -> new CloudflareProvider("me")).isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("account has to be the 32 hexadecimal digits");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{} | 4096", "{\"context_length\": 24000, \"max_completion_tokens\": 24000} | 6000",
        "{\"context_length\": 128000, \"max_completion_tokens\": 16384} | 16384"
    })
    void limitsAnAnswerOfWhichTheClientSaysNothing(String facts, int limit) {
        var request = chat(new CloudflareProvider(ACCOUNT),
            attempt(USUAL, JsonParser.parseString(facts).getAsJsonObject()));

        assertThat(JsonView.parse(request.body()).get("max_tokens").integer()).hasValue(limit);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "400 | 10000 | Authentication error | PROVIDER_UNAVAILABLE | 401",
        "403 | 9109 | Invalid access token | PROVIDER_UNAVAILABLE | 401",
        "429 | 3036 | you have used up your daily free allocation | PROVIDER_RATE_LIMITED | 429",
        "400 | 5007 | No such model | PROVIDER_NOT_FOUND | 400",
        "400 | 5021 | the estimated number of tokens exceeded this model context window limit | CONTEXT_LENGTH_EXCEEDED | 400",
        "500 | 3043 | internal | PROVIDER_UNAVAILABLE | 500"
    })
    void knowsWhatItsNumbersMean(int status, int code, String message, ErrorType type, String told) {
        var body
            = "{\"success\":false,\"errors\":[{\"code\":%d,\"message\":\"AiError: %s\"}]}".formatted(code, message);

        var error = CloudflareErrors.refused(status, Headers.none(), body.getBytes(StandardCharsets.UTF_8));

        assertThat(error.type()).isEqualTo(type);
        assertThat(error.getMessage()).endsWith(message).doesNotContain("AiError");
        assertThat(error.metadata().get("provider_code").getAsString()).isEqualTo(told);
    }

    private static TestAttempt attempt(URI base, JsonObject facts) {
        return TestAttempt.at(Endpoint.of("cloudflare", "Cloudflare", "a/b", "@cf/a/b", facts), base)
            .withCredential("key");
    }

    private static UpstreamRequest chat(CloudflareProvider provider, TestAttempt attempt) {
        var body = JsonView.parse("{\"model\":\"a/b\",\"messages\":[]}".getBytes(StandardCharsets.UTF_8));
        var request = new ChatRequest(Form.OPENAI_CHAT, body, List.of("a/b"), false, ProviderPreferences.none());
        return ((ProviderResponse.Exchange) provider.chat(request, attempt)).request();
    }

    private static UpstreamRequest rerank(CloudflareProvider provider, TestAttempt attempt) {
        var body = JsonView.parse("{\"query\":\"q\",\"documents\":[\"d\"]}".getBytes(StandardCharsets.UTF_8));
        var request = new RerankRequest(Form.OPENROUTER_RERANK, body, List.of("a/b"), ProviderPreferences.none());
        return ((ProviderResponse.Exchange) provider.rerank(request, attempt)).request();
    }
}
