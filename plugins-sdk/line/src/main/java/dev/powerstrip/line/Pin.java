package dev.powerstrip.line;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A provider's revision that somebody wants whatever is current: {@code provider.openai@1.4.2}, or
 * {@code provider.openai@sha256:abcd1234} by the beginning of its jar's digest.
 *
 * @param provider {@code provider.NAME} or {@code provider.NAME~INSTANCE}
 * @param revision a version, or {@code sha256:} and at least eight hexadecimal digits
 */
public record Pin(String provider, String revision) {

    private static final Pattern TEXT
        = Pattern.compile("(provider\\.[a-z0-9~-]+)@([0-9][A-Za-z0-9_.-]*|sha256:[0-9a-f]{8,64})");
    private static final String DIGEST = "sha256:";

    /**
     * Reads one.
     *
     * @throws GatewayException if it is none
     */
    public static Pin parse(String text) {
        var matcher = TEXT.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new GatewayException(ErrorType.INVALID_REQUEST,
                "\"%s\" names no revision: write provider.NAME@VERSION or provider.NAME@sha256:DIGITS, at least eight"
                    .formatted(text));
        }
        return new Pin(matcher.group(1), matcher.group(2));
    }

    /** True for a revision of that version, or whose digest begins or goes on so. */
    public boolean names(String version, String digest) {
        if (!revision.startsWith(DIGEST)) {
            return revision.equalsIgnoreCase(version);
        }
        var wanted = revision.substring(DIGEST.length());
        return digest.startsWith(wanted) || wanted.startsWith(digest);
    }

    @Override
    public String toString() {
        return provider + "@" + revision;
    }
}
