package dev.powerstrip.sdk.plugin;

import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.CLASS;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Header;

/**
 * Names the plugin that a component belongs to, and makes the jar a plugin: the build writes the manifest header
 * {@value #HEADER} from it, and a jar without that header is refused.
 *
 * <pre>{@code
 * @Component(configurationPolicy = REQUIRE)
 * @PluginName("provider.acme")
 * public final class AcmeProvider implements ChatProvider {
 * }</pre>
 *
 * A jar is one plugin. If several of its components carry this annotation, all must say the same name; a jar that names
 * two plugins is refused.
 */
@Documented
@Retention(CLASS)
@Target(TYPE)
@Header(name = PluginName.HEADER, value = "${#value}")
public @interface PluginName {

    /** The manifest header that carries the name: {@code Powerstrip-Plugin: provider.acme}. */
    String HEADER = "Powerstrip-Plugin";

    /**
     * The plugin's id, {@code KIND.NAME}. The kind is one of {@code dialect}, {@code provider}, {@code auth},
     * {@code guardrail}, {@code routing}, {@code sink}, {@code counter} and {@code secret}; the name is made of lower-case
     * letters, digits and hyphens. The id is also the stem of the configuration file: {@code etc/provider.acme.cfg.json}.
     */
    String value();
}
