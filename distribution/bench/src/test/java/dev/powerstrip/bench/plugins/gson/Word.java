package dev.powerstrip.bench.plugins.gson;

/** A type of the plugin's own that its own Gson keeps an adapter of. */
record Word(String text, int length) {}
