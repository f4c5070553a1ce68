package dev.powerstrip.sdk.plugin;

import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.CLASS;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Header;

/**
 * Says where a provider's upstream is and which credential it wants, for as long as no configuration says otherwise. The
 * build writes the manifest header {@value #HEADER} from it, so the gateway knows both before any code of the plugin runs:
 * it switches the provider on when the environment variable is there, lets its requests out to that address, and names it
 * to people.
 *
 * <pre>{@code
 * @UpstreamDefaults(baseUrl = "https://api.openai.com/v1", credential = "OPENAI_API_KEY", name = "OpenAI")
 * }</pre>
 *
 * becomes
 *
 * <pre>{@code
 * Powerstrip-Upstream: defaults;baseUrl="https://api.openai.com/v1";credential=OPENAI_API_KEY;name=OpenAI;
 *     allowUnlisted=false;hosts="";needsFile=false
 * }</pre>
 *
 * At most one component of a plugin carries this annotation. No value may contain a double quote or a backslash.
 */
@Documented
@Retention(CLASS)
@Target(TYPE)
@Header(
    name = UpstreamDefaults.HEADER,
    value = "defaults;baseUrl=\"${#baseUrl}\";credential=\"${#credential}\";name=\"${#name}\";"
        + "allowUnlisted=${#allowUnlisted};hosts=\"${#hosts}\";needsFile=${#needsFile}"
)
public @interface UpstreamDefaults {

    /** The manifest header that carries the values, as attributes of the one clause {@code defaults}. */
    String HEADER = "Powerstrip-Upstream";

    /** The vendor's address up to the version, without a slash at the end. Empty: the configuration has to give one. */
    String baseUrl() default "";

    /** The environment variable that holds the credential. Empty: none is needed. */
    String credential() default "";

    /** The vendor's name as people write it. Empty: the plugin's id serves. */
    String name() default "";

    /** Whether any native model name may be asked for, for as long as the configuration does not say. */
    boolean allowUnlisted() default false;

    /**
     * Hosts that it calls besides that of {@code baseUrl}, over HTTPS at its usual port: names such as
     * {@code sts.acme.com}; a {@code *} stands for letters, digits and hyphens. The gateway lets requests out to these, to
     * the base URL, and nowhere else.
     */
    String[] hosts() default {};

    /**
     * Whether it stays off until the operator writes its configuration file, be it {@code {}}, although nothing else is missing:
     * because its upstream is a server that may run on this machine, or because people set that environment variable for
     * other things too.
     */
    boolean needsFile() default false;
}
