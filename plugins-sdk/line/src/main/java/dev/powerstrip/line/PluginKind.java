package dev.powerstrip.line;

import dev.powerstrip.sdk.auth.AuthMethod;
import dev.powerstrip.sdk.dialect.Dialect;
import dev.powerstrip.sdk.guardrail.Guardrail;
import dev.powerstrip.sdk.provider.ChatProvider;
import dev.powerstrip.sdk.routing.RoutingStrategy;
import dev.powerstrip.sdk.secret.SecretSource;
import dev.powerstrip.sdk.sink.LogSink;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can be plugged in, and the contract that a plugin of this kind is used by. */
public enum PluginKind {
    SECRET(SecretSource.class), //
    AUTH(AuthMethod.class), //
    GUARDRAIL(Guardrail.class), //
    ROUTING(RoutingStrategy.class), //
    PROVIDER(ChatProvider.class), //
    SINK(LogSink.class), //
    DIALECT(Dialect.class);

    private final Class<?> contract;

    PluginKind(Class<?> contract) {
        this.contract = contract;
    }

    /** The word in plugin ids and file names. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Class<?> contract() {
        return contract;
    }

    /** The kind of that word; empty if there is none. */
    public static Optional<PluginKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
}
