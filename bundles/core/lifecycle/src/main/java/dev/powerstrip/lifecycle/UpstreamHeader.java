package dev.powerstrip.lifecycle;

import dev.powerstrip.sdk.plugin.UpstreamDefaults;
import dev.powerstrip.sdk.provider.ProviderDescriptor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.felix.utils.manifest.Clause;
import org.apache.felix.utils.manifest.Parser;

/** What a provider's manifest, or its descriptor, says of its upstream; empty texts where it says nothing. */
record UpstreamHeader(String baseUrl, String credential, String name, boolean allowUnlisted, List<String> hosts,
    boolean needsFile) {

    private static final Pattern HOST = Pattern.compile("[a-z0-9*-]+(\\.[a-z0-9*-]+)*\\.[a-z0-9-]+\\.[a-z0-9-]+");

    /** Parses {@code defaults;baseUrl="..";credential="..";name="..";allowUnlisted=..;hosts="..";needsFile=..}. */
    static Optional<UpstreamHeader> of(String header) throws RefusedException {
        if (header == null) {
            return Optional.empty();
        }
        var clauses = Parser.parseHeader(header);
        if (clauses.length != 1) {
            throw new RefusedException("has several defaults in its %s header; one component may carry @%s"
                .formatted(UpstreamDefaults.HEADER, UpstreamDefaults.class.getSimpleName()));
        }
        return Optional.of(new UpstreamHeader(value(clauses[0], "baseUrl"), value(clauses[0], "credential"),
            value(clauses[0], "name"), Boolean.parseBoolean(value(clauses[0], "allowUnlisted")),
            hosts(value(clauses[0], "hosts")), Boolean.parseBoolean(value(clauses[0], "needsFile"))));
    }

    private static List<String> hosts(String names) throws RefusedException {
        var hosts = Arrays.stream(names.split(",")).map(String::strip).filter(name -> !name.isEmpty()).toList();
        for (var host : hosts) {
            if (!HOST.matcher(host).matches()) {
                throw new RefusedException(("names the host \"%s\" in its %s header; a host is a name such as "
                    + "sts.acme.com, in which * stands for letters, digits and hyphens").formatted(host,
                        UpstreamDefaults.HEADER));
            }
        }
        return hosts;
    }

    /** What a descriptor says instead of a manifest. */
    static UpstreamHeader of(ProviderDescriptor descriptor) {
        return new UpstreamHeader(descriptor.baseUrl(), descriptor.credential(), descriptor.name(),
            descriptor.allowUnlisted(), List.of(), descriptor.needsFile());
    }

    private static String value(Clause clause, String name) {
        var value = clause.getAttribute(name);
        return value == null ? "" : value;
    }
}
