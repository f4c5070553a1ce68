package dev.powerstrip.sdk.plugin;

/**
 * What the gateway tells every plugin, besides what its operator configured: ask for it as a parameter of the component's
 * constructor.
 *
 * <pre>{@code
 * @Activate
 * public AcmeSink(Config config, Given given) {
 * }</pre>
 */
public @interface Given {

    /** The gateway's home, where an operator expects a plugin's files: an absolute path. */
    String powerstrip_home();
}
