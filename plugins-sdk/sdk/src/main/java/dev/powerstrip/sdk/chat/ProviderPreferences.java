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
 */
public record ProviderPreferences(List<String> order, List<String> only, List<String> ignore, boolean allowFallbacks) {

    private static final ProviderPreferences NONE = new ProviderPreferences(List.of(), List.of(), List.of(), true);

    public ProviderPreferences {
        order = List.copyOf(order);
        only = List.copyOf(only);
        ignore = List.copyOf(ignore);
    }

    /** No wish at all. */
    public static ProviderPreferences none() {
        return NONE;
    }
}
