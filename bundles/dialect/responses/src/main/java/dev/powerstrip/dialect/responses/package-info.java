/** The dialect of OpenAI's Responses clients: read {@link dev.powerstrip.dialect.responses.ResponsesDialect} first. */
package dev.powerstrip.dialect.responses;
