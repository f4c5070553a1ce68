/** Asks the guardrail plugins, on the way in and on the way out. */
package dev.powerstrip.guardrails;
