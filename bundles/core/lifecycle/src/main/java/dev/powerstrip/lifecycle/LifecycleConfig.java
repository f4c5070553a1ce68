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
}
