package dev.powerstrip.sdk.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.chat.ProviderPreferences;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.secret.Secret;
import dev.powerstrip.sdk.upstream.Fetched;
import dev.powerstrip.sdk.upstream.UpstreamRequest;
import dev.powerstrip.sdk.upstream.UpstreamResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InlinedMediaTest {

    private static final String CAT = "https://example.com/cat.png";

    private final Web web = new Web();

    @Test
    void putsWhatIsAtAnAddressInItsPlaceAndLeavesAllElse() throws IOException {
        web.contentType = "image/webp; charset=binary";

        assertThat(inlined("""
            {"messages": [{"role":"user", "content": [{"type":"text","text":"https://example.com/text"},
              {"type":"image_url","image_url":{"url":"%s","detail":"low"}}]}], "n": 1.0}""".formatted(CAT)))
            .isEqualTo(
                """
                {"messages": [{"role":"user", "content": [{"type":"text","text":"https://example.com/text"},
                  {"type":"image_url","image_url":{"url":"data:image/webp;base64,Y2F0","detail":"low"}}]}], "n": 1.0}""");
    }

    @Test
    void fetchesEachAddressOnceWhereverItStands() throws IOException {
        assertThat(
            inlined(asking("{\"image_url\":\"%s\"},{\"image_url\":{\"url\":\"%s\"}},{\"file\":{\"file_data\":\"%s\"}}"
                .formatted(CAT, CAT, CAT))))
            .doesNotContain("example.com")
            .containsSubsequence("Y2F0", "Y2F0", "Y2F0");

        assertThat(web.asked).containsExactly(URI.create(CAT));
    }

    @Test
    void knowsTheTypeByTheNameWhereTheServerDoesNotSay() throws IOException {
        for (var nothing : List.of("", "application/octet-stream")) {
            web.contentType = nothing;

            assertThat(inlined(asking("{\"file\":{\"file_data\":\"https://example.com/a.pdf?b=c.png\"}}")))
                .contains("data:application/pdf;base64,");
        }
    }

    @Test
    void leavesDataOtherSchemesAndWhatTheUpstreamTakes() throws IOException {
        var request
            = asking("{\"image_url\":{\"url\":\"data:image/png;base64,AA==\"}},{\"image_url\":{\"url\":\"s3://b/c\"}},"
                + "{\"video_url\":{\"url\":\"https://youtu.be/1\"}}");

        assertThat(inlined(request)).isEqualTo(request);
        assertThat(web.asked).isEmpty();
    }

    @Test
    void refusesWhatIsNoUrlOrTooLargeTogether() {
        assertThatThrownBy(() -> inlined(asking("{\"image_url\":{\"url\":\"https://exa mple.com\"}}")))
            .isInstanceOfSatisfying(GatewayException.class,
                error -> assertThat(error.type()).isEqualTo(ErrorType.INVALID_REQUEST));

        web.bytes = new byte[17 * 1024 * 1024];
        assertThatThrownBy(() -> inlined(asking("{\"image_url\":\"%s\"},{\"image_url\":\"%s?2\"}".formatted(CAT, CAT))))
            .isInstanceOfSatisfying(GatewayException.class,
                error -> assertThat(error.type()).isEqualTo(ErrorType.PAYLOAD_TOO_LARGE));
    }

    private static String asking(String parts) {
        return "{\"messages\":[{\"role\":\"system\",\"content\":\"x\"},{\"role\":\"user\",\"content\":[%s]}]}"
            .formatted(parts);
    }

    private String inlined(String body) throws IOException {
        var request = new ChatRequest(Form.OPENAI_CHAT, JsonView.parse(body.getBytes(StandardCharsets.UTF_8)),
            List.of("a/b"), false, ProviderPreferences.none());
        var inlined = InlinedMedia.of(request, url -> url.startsWith("https://youtu.be/"), web);
        return new String(inlined.body().toBytes(), StandardCharsets.UTF_8);
    }

    /** The same at every address. */
    private static final class Web implements Attempt {

        private final List<URI> asked = new ArrayList<>();
        private byte[] bytes = "cat".getBytes(StandardCharsets.US_ASCII);
        private String contentType = "image/png";

        @Override
        public Fetched fetch(URI url) {
            asked.add(url);
            return new Fetched(bytes, contentType);
        }

        @Override
        public Endpoint endpoint() {
            return Endpoint.of("a", "A", "a/b", "b", new JsonObject());
        }

        @Override
        public URI uri(String path) {
            return URI.create("http://127.0.0.1:1/" + path);
        }

        @Override
        public Optional<Secret> credential() {
            return Optional.empty();
        }

        @Override
        public Headers headers() {
            return Headers.none();
        }

        @Override
        public UpstreamResponse send(UpstreamRequest request) {
            throw new AssertionError("nothing is sent");
        }

        @Override
        public Runnable ifAbandoned(UpstreamRequest request) {
            throw new AssertionError("nothing is sent");
        }

        @Override
        public void pause(Duration time) {
            throw new AssertionError("nothing is waited for");
        }
    }
}
