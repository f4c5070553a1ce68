package dev.powerstrip.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Asks again and again with a key that nobody gave him, and counts how often that is not refused as it should be. */
final class Stranger implements Callable<Integer> {

    private static final long REST_MILLIS = 50;

    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpRequest request;
    private volatile boolean stopped;

    Stranger(Target gateway) {
        request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/v1/models".formatted(gateway.port())))
            .header("Authorization", "Bearer sk-ps-nobody").build();
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        int wrong = 0;
        while (!stopped) {
            wrong += http.send(request, BodyHandlers.discarding()).statusCode() == 401 ? 0 : 1;
            TimeUnit.MILLISECONDS.sleep(REST_MILLIS);
        }
        return wrong;
    }

    void stop() {
        stopped = true;
    }
}
