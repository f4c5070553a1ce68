package dev.powerstrip.sdk.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.http.Headers;
import dev.powerstrip.sdk.http.RequestHead;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTableTest {

    private final RouteTable<Route> table = RouteTable.of(
        Route.get("keys", "list", ""), Route.post("keys", "make", ""), Route.get("keys/log", "log", ""),
        Route.get("keys/{hash}", "show", ""), Route.delete("keys/{hash}", "delete", ""),
        Route.get("models/{author}/{+slug}/endpoints", "endpoints", ""),
        Route.get("own", "own", "").needsHeader("x-version", ""),
        Route.post("/v1beta/models/{+model}:ask", "ask", ""), Route.get("/v1beta/models/{+model}", "tell", ""));

    @ParameterizedTest
    @CsvSource({"GET,/v1/keys,list", "POST,/api/v1/keys,make", "GET,/v1/keys/log,log", "GET,/v1/keys/abc,show",
        "DELETE,/v1/keys/abc,delete", "GET,/v1/models/a/b/c/endpoints,endpoints",
        "GET,/v1/models/a%2Fb/endpoints,endpoints", "POST,/v1beta/models/a/b:free:ask,ask",
        "POST,/v1beta/models/a/b%3Aask,ask", "GET,/v1beta/models/a/b:free,tell"})
    void findsTheRouteOfAPath(String method, String path, String id) {
        assertThat(table.called(head(method, path)).id()).isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource({"/keys", "/v1/keys/", "/v1/keys/a/b", "/v1/models/a/endpoints", "/v1/own", "/v1beta/keys",
        "/v1/keys%2Fa"})
    void leadsNowhereElse(String path) {
        assertThat(table.leadsTo(head("GET", path))).isFalse();
    }

    @Test
    void tellsWhichMethodsThereAreAtAPath() {
        assertThatThrownBy(() -> table.called(head("PUT", "/v1/keys/abc"))).isInstanceOfSatisfying(
            GatewayException.class, error -> {
                assertThat(error.type()).isEqualTo(ErrorType.METHOD_NOT_ALLOWED);
                assertThat(error).hasMessage("PUT is not allowed on /v1/keys/abc: use GET, DELETE");
                assertThat(error.metadata().get(RouteTable.ALLOW).getAsString()).isEqualTo("GET, DELETE");
            });
    }

    @Test
    void takesARouteWithAHeaderForRequestsThatHaveIt() {
        var head = new RequestHead("GET", "/v1/own", "", Headers.of("X-Version", "1"),
            new InetSocketAddress("127.0.0.1", 40000));

        assertThat(table.called(head).id()).isEqualTo("own");
    }

    @ParameterizedTest
    @CsvSource({"/v1/models/a/b%3Afree/endpoints,author,a", "/v1/models/a/b+c%2Fd%3Ae/endpoints,slug,b+c/d:e",
        "/v1/models/~a%2Fb/endpoints,slug,b", "/v1/keys/x%20y,hash,x y"})
    void readsTheVariablesOfAPath(String path, String name, String value) {
        assertThat(table.variable(head("GET", path), name)).isEqualTo(value);
    }

    @Test
    void refusesAPathThatIsNotProperlyEncoded() {
        assertThatThrownBy(() -> table.variable(head("GET", "/v1/keys/%zz"), "hash"))
            .isInstanceOf(GatewayException.class).hasMessageContaining("write a percent sign as %25");
    }

    private static RequestHead head(String method, String path) {
        return new RequestHead(method, path, "", Headers.none(), new InetSocketAddress("127.0.0.1", 40000));
    }
}
