package dev.powerstrip.dialect.responses;

import dev.powerstrip.sdk.dialect.Dialect;
import dev.powerstrip.sdk.testing.DialectContract;

class ResponsesDialectContractTest extends DialectContract {

    @Override
    protected Dialect dialect() {
        return new ResponsesDialect();
    }

    @Override
    protected String path() {
        return "/v1/responses";
    }

    @Override
    protected String body(boolean streamed) {
        return """
            {"model": "echo/echo", "input": "Hello", "stream": %s}
            """.formatted(streamed);
    }
}
