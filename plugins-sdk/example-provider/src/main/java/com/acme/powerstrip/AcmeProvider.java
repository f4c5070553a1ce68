package com.acme.powerstrip;

import static org.osgi.service.component.annotations.ConfigurationPolicy.REQUIRE;

import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.plugin.PluginName;
import dev.powerstrip.sdk.plugin.UpstreamDefaults;
import dev.powerstrip.sdk.provider.Attempt;
import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.ProviderResponse;
import dev.powerstrip.sdk.provider.Translation;
import dev.powerstrip.sdk.upstream.UpstreamRequest;
import org.osgi.service.component.annotations.Component;

/** Acme's models through Acme's talk API. Thread-safe. */
@Component(configurationPolicy = REQUIRE)
@PluginName("provider.acme")
@UpstreamDefaults(baseUrl = "https://api.acme.example/v1", credential = "ACME_API_KEY", name = "Acme")
public final class AcmeProvider implements ChatProvider {

    private final Translation translation = new ChatToTalk();

    @Override
    public ProviderResponse chat(ChatRequest request, Attempt attempt) {
        var body = translation.request(request, attempt.endpoint());
        var upstream = UpstreamRequest.post(attempt.uri("talk"), body).headers(attempt.headers());
        attempt.credential().ifPresent(key -> upstream.secretHeader("Acme-Key", key));
        return attempt.exchange(upstream.build(), translation.reader(request, attempt.endpoint()));
    }
}
