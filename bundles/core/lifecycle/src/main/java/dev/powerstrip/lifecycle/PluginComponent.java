package dev.powerstrip.lifecycle;

import java.util.List;

/**
 * The declarative component that is the plugin.
 *
 * @param pid what its factory configurations are named after
 * @param provides the interfaces it is registered by
 */
record PluginComponent(String name, String pid, boolean configurationRequired, boolean immediate,
    List<String> provides) {

    /** What a jar without code has until it has an engine. */
    static final PluginComponent NONE = new PluginComponent("", "", true, false, List.of());
}
