package dev.powerstrip.lifecycle;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

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

    @AttributeDefinition(
        description = "Which jars come in: any, those that a trusted signer signed, those of allowedDigests",
        options = {@Option(label = "any", value = "any"), @Option(label = "signed", value = "signed"),
            @Option(label = "allowlist", value = "allowlist")})
    String trust() default "any";

    @AttributeDefinition(description = "PKCS#12 or JKS file with the certificates of signers, or of their issuers")
    String trustStore() default "";

    @AttributeDefinition(description = "Its password: $[env:NAME]; \"changeit\" where nothing is said")
    String trustStorePassword() default "";

    @AttributeDefinition(
        description = "Who may sign what: \"provider.*: CN=Acme, O=Acme Inc\", or an alias of the trust store")
    String[] allowedSigners() default {};

    @AttributeDefinition(description = "Certificates that are revoked: serial numbers or SHA-256, hexadecimal")
    String[] revokedSigners() default {};

    @AttributeDefinition(description = "SHA-256 of jars that may come in, hexadecimal")
    String[] allowedDigests() default {};

    @AttributeDefinition(description = "How long plugin code may run without coming back to the gateway; ISO-8601")
    String callTimeout() default "PT10S";

    @AttributeDefinition(description = "How long a sink may take for a batch; ISO-8601")
    String sinkTimeout() default "PT2M";

    @AttributeDefinition(
        description = "A revision that failed so many times in a row is quarantined; 0 never", min = "0", max = "20")
    int quarantineInRow() default 5;

    @AttributeDefinition(
        description = "A revision that failed so many of the last 20 times is quarantined; 0 never",
        min = "0", max = "20")
    int quarantineOf20() default 11;

    @AttributeDefinition(
        description = "How long the first quarantine lasts, each further one twice as long; ISO-8601")
    String quarantineTime() default "PT5M";

    @AttributeDefinition(description = "So many calls that do not come back make the gateway not ready", min = "1")
    int stuckLimit() default 8;

    @AttributeDefinition(
        description = "How many requests of a canary have to end before it is judged, and at each step",
        min = "1")
    int canaryMinimum() default 10;

    @AttributeDefinition(description = "The chance that a canary is taken back which is no worse", min = "0.000001",
        max = "0.5")
    double canaryFalseAlarm() default 0.005;

    @AttributeDefinition(description = "By which factor a canary may be slower, or count tokens otherwise", min = "1",
        max = "10")
    double canaryTolerance() default 1.1;
}
