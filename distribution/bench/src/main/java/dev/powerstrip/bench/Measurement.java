package dev.powerstrip.bench;

/**
 * What one cell measured of one target in one round.
 *
 * @param perSecond requests or chunks
 * @param cpuMicros of the target, per request or chunk, with what it did afterwards; not a number without one
 * @param compilerShare how much of that time the JVM's compilers used: what is warm has little
 * @param loadShare how much of its core the load and the mock upstream used
 * @param foreignShare how much of a core others used meanwhile
 * @param settleSeconds how long after the last answer the target went on working
 */
record Measurement(Tally tally, double perSecond, double cpuMicros, double compilerShare, double loadShare,
    double foreignShare, double settleSeconds) {}
