package dev.powerstrip.config;

import java.util.Arrays;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.service.metatype.MetaTypeService;

/** What bundles say in their Metatype about their configuration. */
final class Descriptions {

    private final MetaTypeService service;

    Descriptions(MetaTypeService service) {
        this.service = service;
    }

    List<String> pids(Bundle bundle) {
        var description = service.getMetaTypeInformation(bundle);
        return description == null ? List.of() : Arrays.asList(description.getPids());
    }

    SettingsCheck of(Bundle bundle, String pid) {
        var description = service.getMetaTypeInformation(bundle);
        var known = description == null ? List.of()
            : List.of(description.getPids(), description.getFactoryPids()).stream().flatMap(Arrays::stream).toList();
        return known.contains(pid) ? SettingsCheck.by(description.getObjectClassDefinition(pid, null))
            : SettingsCheck.nothing();
    }
}
