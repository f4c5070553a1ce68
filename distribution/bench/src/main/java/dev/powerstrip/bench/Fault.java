package dev.powerstrip.bench;

/** What is wrong with an answer: of which sort it is, and in words. */
record Fault(Harm harm, String what) {}
