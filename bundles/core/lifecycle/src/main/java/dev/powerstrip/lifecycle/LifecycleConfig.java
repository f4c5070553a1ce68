package dev.powerstrip.lifecycle;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/lifecycle.cfg.json}. */
@ObjectClassDefinition(name = "Plugins")
@interface LifecycleConfig {

    @AttributeDefinition(
        description = "Plugins, or instances of them, that are not to run: KIND.NAME or KIND.NAME~INSTANCE")
    String[] disabled() default {};

    @AttributeDefinition(description = "How long a replaced plugin's last calls may take before it is taken away")
    String drainTimeout() default "PT10M";

    @AttributeDefinition(description = "The largest jar that is taken as a plugin", min = "1")
    long maxJarBytes() default 100_000_000;

    @AttributeDefinition(description = "Whether jars may be sent over HTTP from elsewhere than this machine")
    boolean upload() default false;

    @AttributeDefinition(description = "How many requests of a canary have to end before it is judged, and at each step",
        min = "1")
    int canaryMinimum() default 10;

    @AttributeDefinition(description = "The chance that a canary is taken back which is no worse", min = "0.000001",
        max = "0.5")
    double canaryFalseAlarm() default 0.005;

    @AttributeDefinition(description = "By which factor a canary may be slower, or count tokens otherwise", min = "1",
        max = "10")
    double canaryTolerance() default 1.1;
}
