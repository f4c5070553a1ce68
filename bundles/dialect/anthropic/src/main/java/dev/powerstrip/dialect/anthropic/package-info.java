/** The dialect of Anthropic's clients: read {@link dev.powerstrip.dialect.anthropic.AnthropicDialect} first. */
package dev.powerstrip.dialect.anthropic;
