package dev.powerstrip.sdk.chat;

import java.util.List;

/**
 * Which providers a request wants: OpenRouter's {@code provider} object as far as it is honoured. Entries are provider ids
 * or display names.
 *
 * @param order tried first, in this order
 * @param only nothing else is tried; empty allows all
 * @param ignore never tried
 * @param allowFallbacks false tries only what {@code order} names, or only the first endpoint where it names none
 * @param requireParameters true tries only endpoints to which all that the request says means something
 */
public record ProviderPreferences(List<String> order, List<String> only, List<String> ignore, boolean allowFallbacks,
    boolean requireParameters) {

    private static final ProviderPreferences NONE = new ProviderPreferences(List.of(), List.of(), List.of(), true);

    public ProviderPreferences {
        order = List.copyOf(order);
        only = List.copyOf(only);
        ignore = List.copyOf(ignore);
    }

    /** Takes endpoints to which a part of the request means nothing, too. */
    public ProviderPreferences(List<String> order, List<String> only, List<String> ignore, boolean allowFallbacks) {
        this(order, only, ignore, allowFallbacks, false);
    }

    /** No wish at all. */
    public static ProviderPreferences none() {
        return NONE;
    }
}
