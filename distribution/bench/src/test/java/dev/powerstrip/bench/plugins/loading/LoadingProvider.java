package dev.powerstrip.bench.plugins.loading;

import static org.osgi.service.component.annotations.ConfigurationPolicy.REQUIRE;

import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.form.ChatAnswer;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Finish;
import dev.powerstrip.sdk.plugin.PluginName;
import dev.powerstrip.sdk.provider.Attempt;
import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.ProviderResponse;
import java.util.ArrayList;
import java.util.ServiceLoader;
import org.osgi.service.component.annotations.Component;

/** Looks its services up at every call, by the thread's context class loader, as libraries do. */
@Component(configurationPolicy = REQUIRE)
@PluginName("provider.loading")
public final class LoadingProvider implements ChatProvider {

    @Override
    public ProviderResponse chat(ChatRequest request, Attempt attempt) {
        var voice = ServiceLoader.load(Voice.class).findFirst().orElseThrow();
        var chunks = new ArrayList<Chunk>();
        var answer = new ChatAnswer("loading", attempt.endpoint().nativeId(), 0, false);
        answer.text(voice.says(), chunks::add);
        answer.finish(new Finish("stop", "stop"));
        answer.end(chunks::add);
        return new ProviderResponse.Completed(chunks.get(0));
    }
}
