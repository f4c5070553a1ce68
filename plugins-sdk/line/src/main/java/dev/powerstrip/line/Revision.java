package dev.powerstrip.line;

/**
 * One plugin jar with one configuration: what is routed to, leased and recorded.
 *
 * @param plugin the plugin's id, {@code provider.openai}
 * @param name what it is asked for by: the plugin's name, or the instance's
 * @param version the jar's version
 * @param digest the first 12 hexadecimal digits of the jar's SHA-256
 * @param number counts the revisions of that name since the gateway started
 */
public record Revision(String plugin, String name, String version, String digest, int number) {

    @Override
    public String toString() {
        return plugin + "@" + version + "+" + digest + "#" + number;
    }
}
