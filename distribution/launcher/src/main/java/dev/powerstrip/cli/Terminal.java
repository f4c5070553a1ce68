package dev.powerstrip.cli;

import java.io.PrintStream;
import java.util.Map;

/**
 * Whoever typed the command.
 *
 * @param out for what was asked for
 * @param errors for what a program that reads the output must not read
 */
record Terminal(PrintStream out, PrintStream errors, Map<String, String> environment) {}
