package dev.powerstrip.secret.env;

import static org.osgi.service.component.annotations.ConfigurationPolicy.REQUIRE;

import dev.powerstrip.sdk.plugin.PluginName;
import dev.powerstrip.sdk.secret.Secret;
import dev.powerstrip.sdk.secret.SecretSource;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Secrets from the environment of the process: {@code $[env:OPENAI_API_KEY]}. */
@Component(configurationPolicy = REQUIRE)
@PluginName("secret.env")
public final class EnvSecrets implements SecretSource {

    private final Map<String, String> environment;

    @Activate
    public EnvSecrets() {
        this(System.getenv());
    }

    EnvSecrets(Map<String, String> environment) {
        this.environment = environment;
    }

    /** A variable that is empty is as good as none: that is how one is switched off. */
    @Override
    public Optional<Secret> read(String key) {
        return Optional.ofNullable(environment.get(key)).filter(value -> !value.isBlank()).map(Secret::of);
    }
}
