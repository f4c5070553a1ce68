package dev.powerstrip.line;

import dev.powerstrip.sdk.auth.AuthMethod;
import dev.powerstrip.sdk.dialect.Dialect;
import dev.powerstrip.sdk.guardrail.Guardrail;
import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.provider.EmbeddingProvider;
import dev.powerstrip.sdk.provider.ForwardedMedia;
import dev.powerstrip.sdk.provider.ImageProvider;
import dev.powerstrip.sdk.provider.ModerationProvider;
import dev.powerstrip.sdk.provider.Provider;
import dev.powerstrip.sdk.provider.RerankProvider;
import dev.powerstrip.sdk.provider.SpeechProvider;
import dev.powerstrip.sdk.provider.TokenCounter;
import dev.powerstrip.sdk.provider.TranscriptionProvider;
import dev.powerstrip.sdk.routing.RoutingStrategy;
import dev.powerstrip.sdk.secret.SecretSource;
import dev.powerstrip.sdk.sink.LogSink;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What can be plugged in, and the contract that a plugin of this kind is used by. */
public enum PluginKind {
    SECRET(SecretSource.class), //
    AUTH(AuthMethod.class), //
    GUARDRAIL(Guardrail.class), //
    ROUTING(RoutingStrategy.class), //
    PROVIDER(Provider.class, ChatProvider.class, EmbeddingProvider.class, RerankProvider.class, TokenCounter.class,
        ImageProvider.class, SpeechProvider.class, TranscriptionProvider.class, ModerationProvider.class,
        ForwardedMedia.class), //
    SINK(LogSink.class), //
    DIALECT(Dialect.class);

    private final Class<?> contract;
    private final List<Class<?>> services;

    PluginKind(Class<?> contract, Class<?>... services) {
        this.contract = contract;
        this.services = services.length == 0 ? List.of(contract) : List.of(services);
    }

    /** The word in plugin ids and file names. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Class<?> contract() {
        return contract;
    }

    /**
     * What a component of this kind is registered as: at least one of these, and each is the contract or extends it.
     */
    public List<Class<?>> services() {
        return services;
    }

    /** The kind of that word; empty if there is none. */
    public static Optional<PluginKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
}
