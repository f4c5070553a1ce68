package dev.powerstrip.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gateways that keep their ledger in one PostgreSQL. */
class PostgresIT {

    private static final String MODEL = "anthropic/claude-sonnet-4.5";

    @TempDir
    private static Path folder;
    private static Path installation;
    private static Postgres postgres;
    private static ScriptedUpstreams upstreams;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Postgres.runsHere(), "PostgreSQL does not run as root, and there are no user name spaces here");
        installation = Postgres.installation(folder.resolve("installation"));
        postgres = new Postgres(folder.resolve("postgres"));
        upstreams = new ScriptedUpstreams();
    }

    @AfterAll
    static void stop() throws Exception {
        if (postgres != null) {
            upstreams.close();
            postgres.close();
        }
    }

    private static RunningGateway gateway(Path home) throws Exception {
        upstreams.configure(home);
        postgres.configure(home);
        return RunningGateway.of(installation, home);
    }

    @Test
    void keysRecordsSpendingAndResponsesOfOneAreThoseOfTheOther(@TempDir Path home, @TempDir Path otherHome)
        throws Exception {
        try (var one = gateway(home); var other = gateway(otherHome)) {
            var made = new Caller(one.address(), one.managementKey()).post("keys", "{\"name\":\"shared\"}",
                one.managementKey());
            var key = made.json().get("key").getAsString();
            var here = new Caller(one.address(), key);
            var there = new Caller(other.address(), key);

            var answered = List.of(here.chat(MODEL, "hi", false).id(),
                Eventually.get(() -> there.chat(MODEL, "hi", false), answer -> answer.status() == 200, "it is known")
                    .id());
            for (var caller : List.of(here, there)) {
                for (var id : answered) {
                    var found = Eventually.get(() -> caller.get("generation?id=" + id),
                        answer -> answer.status() == 200, "it is known");
                    assertThat(found.json().getAsJsonObject("data").get("model").getAsString()).isEqualTo(MODEL);
                }
            }
            var cost = here.get("generation?id=" + answered.get(0)).json().getAsJsonObject("data").get("total_cost")
                .getAsBigDecimal();
            assertThat(cost).isPositive();
            assertThat(there.get("key").json().getAsJsonObject("data").get("usage").getAsBigDecimal())
                .isEqualByComparingTo(cost.add(cost));

            var response = here.post("responses", "{\"model\":\"%s\",\"input\":\"hi\"}".formatted(MODEL), key);
            var path = "responses/" + response.json().get("id").getAsString();
            assertThat(there.get(path).json().get("output")).isEqualTo(response.json().get("output"));
            assertThat(there.delete(path).status()).isEqualTo(200);
            assertThat(here.get(path).status()).isEqualTo(404);
        }
    }

    @Test
    void callsGoOnWhileTheDatabaseIsAwayAndItsRecordsFollowOnceThroughAKill(@TempDir Path home) throws Exception {
        var ids = new ArrayList<String>();
        try (var gateway = gateway(home)) {
            var caller = new Caller(gateway.address(), gateway.key());
            ids.addAll(calls(caller));
            postgres.await(ids);

            postgres.stop();
            ids.addAll(calls(caller));
            gateway.await("the ledger's database cannot be used, records wait in the journal");
            assertThat(caller.get("key").status()).isEqualTo(503);
            postgres.start();
            assertThat(postgres.await(ids)).doesNotHaveDuplicates();

            ids.addAll(calls(caller));
            gateway.kill();
        }
        try (var restarted = gateway(home)) {
            assertThat(postgres.await(ids)).doesNotHaveDuplicates();
            assertThat(restarted.terminate()).isZero();
        }
    }

    private static List<String> calls(Caller caller) throws Exception {
        var ids = new ArrayList<String>();
        for (int i = 0; i < 20; i++) {
            var answer = caller.chat("up/gpt-x", "hi", i % 2 == 0);
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            ids.add(answer.id());
        }
        return ids;
    }
}
