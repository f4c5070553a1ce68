package dev.powerstrip.bench.plugins.gson;

import static org.osgi.service.component.annotations.ConfigurationPolicy.REQUIRE;

import com.google.gson.Gson;
import dev.powerstrip.sdk.chat.ChatRequest;
import dev.powerstrip.sdk.form.ChatAnswer;
import dev.powerstrip.sdk.form.Chunk;
import dev.powerstrip.sdk.form.Finish;
import dev.powerstrip.sdk.plugin.PluginName;
import dev.powerstrip.sdk.provider.Attempt;
import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.ProviderResponse;
import java.util.ArrayList;
import org.osgi.service.component.annotations.Component;

/** Carries a Gson of its own in its jar, kept for ever and used with the plugin's own types. */
@Component(configurationPolicy = REQUIRE)
@PluginName("provider.gson")
public final class GsonProvider implements ChatProvider {

    private static final Gson GSON = new Gson();

    @Override
    public ProviderResponse chat(ChatRequest request, Attempt attempt) {
        var word = GSON.fromJson("{\"text\":\"word\",\"length\":4}", Word.class);
        var chunks = new ArrayList<Chunk>();
        var answer = new ChatAnswer("gson", attempt.endpoint().nativeId(), 0, false);
        answer.text(GSON.toJson(word), chunks::add);
        answer.finish(new Finish("stop", "stop"));
        answer.end(chunks::add);
        return new ProviderResponse.Completed(chunks.get(0));
    }
}
