package dev.powerstrip.clients;

import com.google.genai.Client;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;

/** Google's own client, with base URL and key as all that it is told of the gateway. */
final class GeminiClients {

    private GeminiClients() {}

    static Client of(RunningGateway gateway) {
        return Client.builder().apiKey(gateway.key())
            .httpOptions(HttpOptions.builder().baseUrl(gateway.address().toString())
                .retryOptions(HttpRetryOptions.builder().attempts(1)).build())
            .build();
    }
}
