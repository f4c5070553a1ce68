package dev.powerstrip.auth.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.sdk.auth.KeyDirectory;
import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.auth.Principal.Role;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.http.RequestHead;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiKeyAuthTest {

    /** What {@code echo -n sk-ps-test | sha256sum} prints. */
    private static final String HASH = "230e6e9f52213366099275925556bb1921b1d3cac61f1d8b65537ad31ac9c8fe";
    private static final Principal CALLER = new Principal(HASH, "sk-ps-...", Role.INFERENCE);

    private final KeyDirectory keys = hash -> hash.equals(HASH) ? Optional.of(CALLER) : Optional.empty();
    private final ApiKeyAuth auth = new ApiKeyAuth(keys);

    @ParameterizedTest
    @CsvSource({
        "Authorization,Bearer sk-ps-test", "authorization,bearer sk-ps-test", "Authorization,'Bearer  sk-ps-test '",
        "x-api-key,sk-ps-test", "X-Api-Key,sk-ps-test"
    })
    void recognisesAKey(String header, String value) {
        assertThat(auth.authenticate(head(Headers.of(header, value)))).contains(CALLER);
    }

    @Test
    void prefersTheBearerTokenOfTwoKeys() {
        var headers = Headers.of("x-api-key", "another", "Authorization", "Bearer sk-ps-test");

        assertThat(auth.authenticate(head(headers))).contains(CALLER);
    }

    @ParameterizedTest
    @CsvSource({"/v1/models/echo/echo:generateContent,true", "/v1/models/echo%3AstreamGenerateContent,true",
        "/v1/models/echo/echo:free,false", "/v1/models,false"})
    void recognisesTheKeyOfGeminisNewerClients(String path, boolean recognised) {
        var head = new RequestHead("POST", path, "", Headers.of("x-goog-api-key", "sk-ps-test"),
            new InetSocketAddress("127.0.0.1", 1));

        assertThat(auth.authenticate(head).isPresent()).isEqualTo(recognised);
    }

    @Test
    void recognisesTheKeyOfGeminisClientsOnGeminisPaths() {
        assertThat(auth.authenticate(gemini("", Headers.of("X-Goog-Api-Key", "sk-ps-test")))).contains(CALLER);
        assertThat(auth.authenticate(gemini("alt=sse&key=sk-ps-test", Headers.none()))).contains(CALLER);
        assertThat(auth.authenticate(gemini("key=wrong", Headers.of("x-api-key", "sk-ps-test")))).contains(CALLER);
        assertThatThrownBy(() -> auth.authenticate(gemini("key=sk-ps-wrong", Headers.none())))
            .hasMessageContaining("not known").hasMessageNotContaining("sk-ps-wrong");
    }

    @Test
    void takesNoKeyInAnAddressElsewhere() {
        var head = new RequestHead("POST", "/v1/chat/completions", "key=sk-ps-test",
            Headers.of("x-goog-api-key", "sk-ps-test"), new InetSocketAddress("127.0.0.1", 1));

        assertThat(auth.authenticate(head)).isEmpty();
    }

    private static RequestHead gemini(String query, Headers headers) {
        return new RequestHead("POST", "/v1beta/models/echo/echo:generateContent", query, headers,
            new InetSocketAddress("127.0.0.1", 1));
    }

    @ParameterizedTest
    @CsvSource({"Authorization,Basic c2stcHMtdGVzdA==", "X-Other,sk-ps-test", "Authorization,sk-ps-test"})
    void leavesOtherCredentialsToOtherPlugins(String header, String value) {
        assertThat(auth.authenticate(head(Headers.of(header, value)))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Authorization,Bearer sk-ps-wrong", "Authorization,'Bearer '", "x-api-key,sk-ps-wrong"})
    void refusesAKeyThatNobodyMadeAndDoesNotRepeatIt(String header, String value) {
        assertThatThrownBy(() -> auth.authenticate(head(Headers.of(header, value))))
            .isInstanceOfSatisfying(GatewayException.class,
                refused -> assertThat(refused.type()).isEqualTo(ErrorType.AUTHENTICATION))
            .hasMessageContaining("not known").hasMessageNotContaining("sk-ps-wrong");
    }

    @Test
    void passesOnWhyTheDirectoryRefusesAKey() {
        var disabled = new ApiKeyAuth(hash -> {
            throw new GatewayException(ErrorType.AUTHENTICATION, "the key is disabled");
        });

        assertThatThrownBy(() -> disabled.authenticate(head(Headers.of("x-api-key", "sk-ps-test"))))
            .hasMessage("the key is disabled");
    }

    private static RequestHead head(Headers headers) {
        return new RequestHead("POST", "/v1/chat/completions", "", headers, new InetSocketAddress("127.0.0.1", 1));
    }
}
