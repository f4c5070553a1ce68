package dev.powerstrip.dialect.openai;

import dev.powerstrip.sdk.dialect.Dialect;
import dev.powerstrip.sdk.testing.DialectContract;

class OpenAiDialectContractTest extends DialectContract {

    @Override
    protected Dialect dialect() {
        return new OpenAiDialect();
    }

    @Override
    protected String path() {
        return "/v1/chat/completions";
    }

    @Override
    protected String body(boolean streamed) {
        return """
            {"model": "echo/echo", "messages": [{"role": "user", "content": "Hello"}], "stream": %s}
            """.formatted(streamed);
    }
}
