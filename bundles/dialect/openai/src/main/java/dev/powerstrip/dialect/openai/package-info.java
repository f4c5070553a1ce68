/** The dialect of OpenAI's clients: read {@link dev.powerstrip.dialect.openai.OpenAiDialect} first. */
package dev.powerstrip.dialect.openai;
