package dev.powerstrip.provider.replicate;

import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.UpstreamErrors;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.provider.Attempt;
import dev.powerstrip.sdk.upstream.UpstreamRequest;
import dev.powerstrip.sdk.upstream.UpstreamResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;

/** The calls that one answer takes. One attempt, one thread. */
final class Predictions {

    /** A client that hangs up while the API itself waits cannot be told of: its prediction is not known yet. */
    private static final String WAIT = "wait=5";
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final int LARGEST = 64 * 1024 * 1024;
    private static final Pattern THROTTLED = Pattern.compile("available in ([0-9]{1,5}) second");

    private final Attempt attempt;
    private Runnable over = () -> {};

    Predictions(Attempt attempt) {
        this.attempt = attempt;
    }

    /** Makes one; where the answer is not to be streamed it waits a little for it. */
    Prediction make(ChatToPrediction said, boolean streamed) throws IOException {
        var request = UpstreamRequest.post(attempt.uri(said.path()), said.body());
        if (!streamed) {
            request.header("Prefer", WAIT);
        }
        var made = prediction(request);
        if (made.runs()) {
            over = attempt.ifAbandoned(authorized(
                UpstreamRequest.post(attempt.uri("predictions/%s/cancel".formatted(made.id())), new byte[0])));
        }
        return made;
    }

    private Prediction prediction(UpstreamRequest.Builder request) throws IOException {
        try (var response = attempt.send(authorized(request))) {
            var body = response.body().readNBytes(LARGEST);
            if (response.status() >= 300) {
                throw refused(response.status(), response.headers(), body);
            }
            return Prediction.of(body);
        }
    }

    private UpstreamRequest authorized(UpstreamRequest.Builder request) {
        request.headers(attempt.headers());
        attempt.credential().ifPresent(request::bearer);
        return request.build();
    }

    private static GatewayException refused(int status, Headers headers, byte[] body) {
        var error = UpstreamErrors.read(status, headers, body);
        var wait = THROTTLED.matcher(error.getMessage());
        return error.retryAfter().isEmpty() && wait.find()
            ? error.retryAfter(Duration.ofSeconds(Long.parseLong(wait.group(1)))) : error;
    }

    /** The same once it has ended, which is waited for. */
    Prediction finished(Prediction running) throws IOException {
        var now = running;
        for (var pause = FIRST_PAUSE; now.runs(); pause = longer(pause)) {
            attempt.pause(pause);
            now = look(now);
        }
        over.run();
        return now;
    }

    /** What became of one whose stream has ended. */
    Prediction ended(Prediction made) throws IOException {
        return finished(look(made));
    }

    private static Duration longer(Duration pause) {
        var twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    private Prediction look(Prediction made) throws IOException {
        return prediction(UpstreamRequest.get(attempt.uri("predictions/" + made.id())));
    }

    /** Its output as it comes. The caller closes it. */
    UpstreamResponse listen(URI stream) throws IOException {
        var request = UpstreamRequest.get(stream).header("Accept", "text/event-stream");
        var response = attempt.send(authorized(request));
        if (response.status() >= 300) {
            try (response) {
                throw refused(response.status(), response.headers(), response.body().readNBytes(LARGEST));
            }
        }
        return response;
    }
}
