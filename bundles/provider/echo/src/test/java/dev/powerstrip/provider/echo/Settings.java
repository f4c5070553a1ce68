package dev.powerstrip.provider.echo;

import java.lang.annotation.Annotation;

/** A configuration as DS would hand it over. */
record Settings(String firstTokenDelay, int pace, int length, double errorRate) implements EchoProvider.Config {

    /** No delay at all. */
    static Settings fast() {
        return new Settings("PT0S", 0, 0, 0);
    }

    Settings withLength(int tokens) {
        return new Settings(firstTokenDelay, pace, tokens, errorRate);
    }

    @Override
    public Class<? extends Annotation> annotationType() {
        return EchoProvider.Config.class;
    }
}
