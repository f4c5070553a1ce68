package dev.powerstrip.provider.compatible;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.util.Locale;

/**
 * What a vendor's error means. That a credential was refused is told in our own words, because vendors put a part of it into
 * theirs.
 *
 * @param credentialCode the status that makes the gateway try another credential; empty where it is not at fault
 */
record ErrorMeaning(ErrorType type, String credentialCode) {

    private static final String REFUSED = "401";
    private static final String PREFIX = "Provider returned error: ";

    /** @throws IllegalArgumentException if that word means nothing */
    static ErrorMeaning of(String word) {
        return switch (word) {
            case "credential_refused" -> new ErrorMeaning(ErrorType.PROVIDER_UNAVAILABLE, REFUSED);
            case "out_of_credit" -> new ErrorMeaning(ErrorType.PROVIDER_UNAVAILABLE, "402");
            default -> of(ErrorType.valueOf(word.toUpperCase(Locale.ROOT)));
        };
    }

    static ErrorMeaning of(ErrorType type) {
        return new ErrorMeaning(type, "");
    }

    GatewayException error(String said) {
        if (credentialCode.equals(REFUSED)) {
            return told("the provider refused the gateway's credential");
        }
        boolean asItIs = type.fault() == ErrorType.Fault.CLIENT || said.startsWith(PREFIX);
        return told(asItIs ? said : PREFIX + said);
    }

    private GatewayException told(String message) {
        var error = new GatewayException(type, message);
        return credentialCode.isEmpty() ? error : error.with("provider_code", credentialCode);
    }
}
