/** The dialect of Gemini's clients: read {@link dev.powerstrip.dialect.gemini.GeminiDialect} first. */
package dev.powerstrip.dialect.gemini;
