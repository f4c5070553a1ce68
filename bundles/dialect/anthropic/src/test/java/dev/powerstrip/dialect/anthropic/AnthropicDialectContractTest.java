package dev.powerstrip.dialect.anthropic;

import dev.powerstrip.sdk.dialect.Dialect;
import dev.powerstrip.sdk.testing.DialectContract;

class AnthropicDialectContractTest extends DialectContract {

    @Override
    protected Dialect dialect() {
        return new AnthropicDialect();
    }

    @Override
    protected String path() {
        return "/v1/messages";
    }

    @Override
    protected String body(boolean streamed) {
        return """
            {"model": "echo/echo", "max_tokens": 64, "messages": [{"role": "user", "content": "Hello"}], "stream": %s}
            """.formatted(streamed);
    }
}
