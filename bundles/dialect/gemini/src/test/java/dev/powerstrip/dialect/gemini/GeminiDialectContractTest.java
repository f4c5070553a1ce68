package dev.powerstrip.dialect.gemini;

import dev.powerstrip.sdk.dialect.Dialect;
import dev.powerstrip.sdk.testing.DialectContract;

class GeminiDialectContractTest extends DialectContract {

    @Override
    protected Dialect dialect() {
        return new GeminiDialect();
    }

    @Override
    protected String path() {
        return path(false);
    }

    @Override
    protected String path(boolean streamed) {
        return "/v1beta/models/echo/echo:" + (streamed ? "streamGenerateContent" : "generateContent");
    }

    @Override
    protected String body(boolean streamed) {
        return """
            {"contents": [{"role": "user", "parts": [{"text": "Hello"}]}]}
            """;
    }
}
