package dev.powerstrip.sdk.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.powerstrip.sdk.auth.AuthMethod;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.http.RequestHead;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every auth method promises. */
@Timeout(60)
public abstract class AuthMethodContract {

    private static final int SHORTEST_CREDENTIAL = 8;

    /** The method under test. */
    protected abstract AuthMethod method();

    /** Headers with a credential of its kind that is valid. */
    protected abstract Headers valid();

    /** Headers with a credential of its kind that nobody has. */
    protected abstract Headers invalid();

    /** A request with these headers, before its body. */
    protected static RequestHead head(Headers headers) {
        return new RequestHead("POST", "/v1/chat/completions", "", headers, new InetSocketAddress("127.0.0.1", 40000));
    }

    @Test
    final void knowsACallerByAValidCredential() {
        var principal = method().authenticate(head(valid()));

        assertThat(principal).hasValueSatisfying(caller -> {
            assertThat(caller.id()).isNotBlank();
            assertThat(caller.label()).isNotBlank();
        });
        assertThat(method().authenticate(head(valid()))).isEqualTo(principal);
    }

    @Test
    final void leavesARequestWithoutItsKindOfCredentialToOthers() {
        assertThat(method().authenticate(head(Headers.of("User-Agent", "contract")))).isEmpty();
    }

    @Test
    final void refusesACredentialThatNobodyHas() {
        assertThatThrownBy(() -> method().authenticate(head(invalid()))).isInstanceOfSatisfying(GatewayException.class,
            error -> assertThat(error.type()).isIn(ErrorType.AUTHENTICATION, ErrorType.PERMISSION_DENIED));
    }

    @Test
    final void showsNoCredential() {
        var error = catchThrowableOfType(GatewayException.class, () -> method().authenticate(head(invalid())));
        var principal = method().authenticate(head(valid())).orElseThrow();

        assertThat(error.getMessage() + error.metadata()).doesNotContain(credentials(invalid()));
        assertThat(principal.toString() + method()).doesNotContain(credentials(valid()));
    }

    private static List<String> credentials(Headers headers) {
        var words = new ArrayList<String>();
        headers.forEach((name, value) -> words.addAll(Arrays.asList(value.split("[ =&?;]+"))));
        return words.stream().filter(word -> word.length() >= SHORTEST_CREDENTIAL).toList();
    }

    @Test
    final void knowsManyCallersAtOnce() {
        var method = method();
        var alone = method.authenticate(head(valid())).orElseThrow();

        assertThat(IntStream.range(0, 1000).parallel().mapToObj(i -> method.authenticate(head(valid())).orElseThrow()))
            .containsOnly(alone);
    }
}
