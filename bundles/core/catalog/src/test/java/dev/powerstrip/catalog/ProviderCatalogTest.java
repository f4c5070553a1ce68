package dev.powerstrip.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.line.Cancellation;
import dev.powerstrip.line.ProviderSettings;
import dev.powerstrip.line.Secrets;
import dev.powerstrip.line.Upstream;
import dev.powerstrip.line.testing.FakePlugins;
import dev.powerstrip.line.testing.TestSettings;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.secret.Secret;
import dev.powerstrip.sdk.upstream.UpstreamRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProviderCatalogTest {

    private static final String CLAUDE = """
        {"models": [{"model": "anthropic/claude-x", "canonical_slug": "anthropic/claude-x-2026", "native": "claude-x",
          "forms": ["anthropic.messages"], "pricing": {"prompt": "0.000003", "completion": "0.000015"}},
          {"model": "anthropic/claude-y", "native": "claude-y", "forms": ["anthropic.messages"]}]}""";

    @TempDir
    Path etc;

    private final FakePlugins plugins = new FakePlugins();
    private volatile boolean answers = true;
    private ProviderCatalog catalog;

    @BeforeEach
    void open() {
        reopen();
    }

    private void reopen() {
        catalog = new ProviderCatalog(plugins, new Overrides(etc.resolve("models.json")),
            new Listings(new ListingUpstream(), new NoSecrets()));
    }

    @AfterEach
    void close() {
        catalog.stop();
    }

    @Test
    void findsAModelBySlugAndByCanonicalSlug() {
        provider("anthropic", CLAUDE, false);

        var bySlug = catalog.endpoints("anthropic/claude-x");

        assertThat(bySlug).extracting(Endpoint::nativeId).containsExactly("claude-x");
        assertThat(bySlug.get(0).pricing()).isPresent();
        assertThat(catalog.endpoints("anthropic/claude-x-2026")).isEqualTo(bySlug);
    }

    @Test
    void listsAModelOnceWithTheEndpointsOfEveryProviderThatServesIt() {
        provider("anthropic", CLAUDE, false);
        provider("bedrock", CLAUDE, false);

        assertThat(catalog.models()).containsOnlyKeys("anthropic/claude-x", "anthropic/claude-y");
        assertThat(catalog.endpoints("anthropic/claude-x")).extracting(Endpoint::provider).containsExactly("anthropic",
            "bedrock");
    }

    @Test
    void noticesAProviderThatAppears() {
        assertThat(catalog.models()).isEmpty();

        provider("anthropic", CLAUDE, false);

        assertThat(catalog.models()).isNotEmpty();
    }

    @Test
    void narrowsToTheModelsThatTheOperatorNamesAndAddsThoseItDidNotKnow() {
        provider("anthropic", CLAUDE, false, "claude-y", "claude-secret");

        assertThat(catalog.models()).containsOnlyKeys("anthropic/claude-y", "anthropic/claude-secret");
    }

    @Test
    void handsAnyNativeNameToAProviderThatAllowsUnlistedOnesInTheFormsItSpeaks() {
        provider("anthropic", CLAUDE, true);

        var endpoint = catalog.endpoints("anthropic/claude-next/beta").get(0);

        assertThat(endpoint.nativeId()).isEqualTo("claude-next/beta");
        assertThat(endpoint.speaks(Form.ANTHROPIC_MESSAGES)).isTrue();
        assertThat(endpoint.pricing()).isEmpty();
    }

    @Test
    void namesTheNearestModelsToAnUnknownOne() {
        provider("anthropic", CLAUDE, false);

        assertThatThrownBy(() -> catalog.endpoints("anthropic/claude-xx")).isInstanceOfSatisfying(
            GatewayException.class, refused -> {
                assertThat(refused.type()).isEqualTo(ErrorType.UNKNOWN_MODEL);
                assertThat(refused).hasMessageStartingWith(
                    "anthropic/claude-xx is not a valid model ID (nearest: anthropic/claude-x, anthropic/claude-y)");
            });
    }

    @Test
    void letsTheOperatorOverrideFactsOfAnEndpoint() throws IOException {
        Files.writeString(etc.resolve("models.json"),
            "{\"anthropic/claude-y\": {\"pricing\": {\"prompt\": \"0.5\", \"completion\": \"1\"}}}");
        close();
        reopen();
        provider("anthropic", CLAUDE, false);

        assertThat(catalog.endpoints("anthropic/claude-y").get(0).pricing().orElseThrow().prompt())
            .isEqualByComparingTo("0.5");
    }

    @Test
    void leavesOutOnlyTheModelWhosePriceIsNoNumber() throws IOException {
        Files.writeString(etc.resolve("models.json"),
            "{\"anthropic/claude-y\": {\"pricing\": {\"prompt\": \"cheap\", \"completion\": \"1\"}}}");
        close();
        reopen();
        provider("anthropic", CLAUDE, false);

        assertThat(catalog.models()).containsOnlyKeys("anthropic/claude-x");
    }

    @Test
    void takesADashForADotAndAnyCase() {
        provider("anthropic", "{\"models\": [{\"model\": \"anthropic/claude-9.1\", \"native\": \"c\"}]}", false);

        assertThat(catalog.endpoints("Anthropic/claude-9-1")).extracting(Endpoint::nativeId).containsExactly("c");
    }

    @Test
    void takesTheNewestOfAFamilyForItsLatest() {
        provider("google", """
            {"models": [{"model": "google/gemini-2.5-flash", "native": "old", "created": 1},
              {"model": "google/gemini-3-flash-preview", "native": "new", "created": 3},
              {"model": "google/gemini-3-flash-lite", "native": "lite", "created": 4},
              {"model": "google/gemini-3-pro", "native": "only", "created": 5}]}""", false);

        assertThat(catalog.endpoints("~google/gemini-flash-latest")).extracting(Endpoint::nativeId)
            .containsExactly("new");
        assertThat(catalog.latest()).containsOnlyKeys("~google/gemini-flash-latest");
    }

    @Test
    void honoursTheVariantsItCanAndRefusesTheOthersByName() {
        provider("acme", """
            {"models": [{"model": "acme/a", "native": "a", "pricing": {"prompt": "0", "completion": "0"}},
              {"model": "acme/b", "native": "b", "pricing": {"prompt": "1", "completion": "1"}},
              {"model": "acme/c:free", "native": "c", "pricing": null}]}""", false);

        assertThat(catalog.choose("acme/b:floor").cheapestFirst()).isTrue();
        assertThat(catalog.choose("acme/a:free:floor").endpoints()).extracting(Endpoint::nativeId)
            .containsExactly("a");
        assertThat(catalog.endpoints("acme/c:free")).extracting(Endpoint::nativeId).containsExactly("c");
        assertThatThrownBy(() -> catalog.choose("acme/b:free")).hasMessageContaining("nobody serves acme/b:free");
        assertThatThrownBy(() -> catalog.choose("acme/b:nitro")).hasMessageContaining("the variant \":nitro\"")
            .hasMessageContaining("throughput");
        assertThatThrownBy(() -> catalog.choose("acme/b:online")).hasMessageContaining("searches the web");
    }

    @Test
    void handsAVariantOfWhatItDoesNotListToAProviderThatAllowsIt() {
        provider("local", "", true);

        assertThat(catalog.endpoints("local/llama3:free").get(0).nativeId()).isEqualTo("llama3:free");
    }

    @Test
    void keepsWhatAnotherProviderOffersWhenOneChanges() {
        provider("anthropic", CLAUDE, false);
        var before = catalog.endpoints("anthropic/claude-x").get(0);

        provider("bedrock", CLAUDE, false);

        assertThat(catalog.endpoints("anthropic/claude-x").get(0)).isSameAs(before);
    }

    @Test
    void leavesOutOnlyTheModelThatCannotBeRead() {
        provider("acme", """
            {"models": [{"model": "acme/a", "native": "a", "context_length": "long"},
              {"model": "acme/b", "native": "b"}]}""", false);

        assertThat(catalog.models()).containsOnlyKeys("acme/b");
    }

    @Test
    void leavesOutTheModelOfWhichTheOperatorSaysWhatIsNoFact() throws IOException {
        Files.writeString(etc.resolve("models.json"), "{\"anthropic/claude-y\": {\"contextlength\": 1}}");
        close();
        reopen();
        provider("anthropic", CLAUDE, false);

        assertThat(catalog.models()).containsOnlyKeys("anthropic/claude-x");
    }

    @Test
    void asksForListingsAtOnceWhenToldTo() {
        provider("acme", "", true, "*");
        catalog.models();

        assertThat(catalog.refresh()).containsEntry("acme", "2 models");
        assertThat(catalog.models()).containsOnlyKeys("acme/listed-1", "acme/listed-2");
    }

    @Test
    void saysHowAnUpstreamsListDiffersFromTheCatalogue() {
        provider("acme", """
            {"models": [{"model": "acme/a", "native": "listed-1"}, {"model": "acme/b", "native": "retired"}]}""",
            false);

        assertThat(catalog.refresh()).containsEntry("acme",
            "2 models; not in the catalogue: listed-2; in the catalogue but not listed: retired");
        assertThat(catalog.models()).containsOnlyKeys("acme/a", "acme/b");
    }

    @Test
    void listsWhateverTheUpstreamListsWhereTheOperatorSaysStar() {
        provider("acme", "", true, "*");

        awaitModel("acme/listed-1");

        assertThat(catalog.models()).containsOnlyKeys("acme/listed-1", "acme/listed-2");
    }

    @Test
    void keepsWhatTheUpstreamListedWhileItIsAskedAnewBecauseOtherSettingsChanged() {
        provider("acme", "", false, "*");
        awaitModel("acme/listed-1");

        answers = false;
        plugins.list(TestSettings.of("acme").models("*").idleTimeout(Duration.ofSeconds(7)).build(), "");

        assertThat(catalog.models()).containsOnlyKeys("acme/listed-1", "acme/listed-2");
    }

    @Test
    void forgetsWhatTheUpstreamListedWhenItIsAnother() {
        provider("acme", "", false, "*");
        awaitModel("acme/listed-1");

        answers = false;
        plugins.list(TestSettings.of("acme", URI.create("http://127.0.0.1:2")).models("*").build(), "");

        assertThat(catalog.models()).isEmpty();
    }

    private void provider(String id, String modelsJson, boolean allowUnlisted, String... models) {
        plugins.list(TestSettings.of(id).models(models).allowUnlisted(allowUnlisted).build(), modelsJson);
    }

    private void awaitModel(String slug) {
        var deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!catalog.models().containsKey(slug)) {
            assertThat(System.nanoTime()).as("the listing came in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static final class NoSecrets implements Secrets {

        @Override
        public Secret resolve(ProviderSettings.CredentialReference reference) {
            throw new AssertionError("no credential is configured");
        }

        @Override
        public void refused(ProviderSettings.CredentialReference reference) {
            throw new AssertionError("no credential is configured");
        }
    }

    /** Lists two models for as long as it answers. */
    private final class ListingUpstream implements Upstream {

        @Override
        public Response send(UpstreamRequest request, ProviderSettings settings, Cancellation cancellation)
            throws IOException {
            if (!answers) {
                throw new IOException("does not answer any more");
            }
            var body = "{\"object\":\"list\",\"data\":[{\"id\":\"listed-1\"},{\"id\":\"listed-2\"}]}";
            return new Response() {

                @Override
                public int status() {
                    return 200;
                }

                @Override
                public Headers headers() {
                    return Headers.none();
                }

                @Override
                public InputStream body() {
                    return new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
                }

                @Override
                public void readTimeout(Duration timeout) {}

                @Override
                public void close() {}
            };
        }
    }
}
