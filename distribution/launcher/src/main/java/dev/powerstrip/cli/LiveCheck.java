package dev.powerstrip.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.powerstrip.cli.Api.Key;
import dev.powerstrip.cli.Doctor.Finding;
import dev.powerstrip.launcher.Arguments;
import dev.powerstrip.launcher.Option;
import dev.powerstrip.launcher.RefusedException;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/** Has one provider answer through the running gateway, whole, streamed and with a tool, and says what came. */
final class LiveCheck {

    static final Option PROVIDER = new Option("--live", "PROVIDER",
        "has this provider answer a few words through the running gateway, which costs a little");
    static final Option MODEL = new Option("--model", "SLUG",
        "which of its models --live asks; else its cheapest with tools");

    private static final String QUESTION = "Answer with the one word: pong";
    private static final String TOOL_QUESTION = "How is the weather in Bern? Ask the tool.";
    private static final JsonElement TOOLS = JsonParser.parseString("""
        [{"type":"function","function":{"name":"weather","description":"Tells the weather of a city.","parameters":{\
        "type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}}]""");
    /** Room for a model that thinks first. */
    private static final int MAX_TOKENS = 1000;

    private final Api api;
    private final String provider;
    private final Consumer<Finding> findings;

    private LiveCheck(Api api, String provider, Consumer<Finding> findings) {
        this.api = api;
        this.provider = provider;
        this.findings = findings;
    }

    /** @return true if the provider answered in each way */
    static boolean run(Arguments arguments, Terminal terminal)
        throws IOException, RefusedException, InterruptedException {
        var check = new LiveCheck(Api.of(arguments, terminal), arguments.value(PROVIDER).orElseThrow(),
            terminal.out()::println);
        var wanted = arguments.value(MODEL);
        return check.all(wanted.isPresent() ? check.model(wanted.get()) : check.cheapest());
    }

    private boolean all(Model model) throws InterruptedException {
        findings.accept(new Finding(true, "asking %s for %s".formatted(provider, model.slug())));
        boolean whole = well("whole", () -> whole(request(model, QUESTION)));
        boolean streamed = well("streamed", () -> streamed(request(model, QUESTION)));
        boolean tools = !model.tools() || well("tools", () -> calls(request(model, TOOL_QUESTION)));
        return whole && streamed && tools;
    }

    /** Even one that is not listed may be asked for. */
    private Model model(String slug) throws IOException, RefusedException, InterruptedException {
        return StreamSupport.stream(listed().spliterator(), false).map(LiveCheck::model)
            .filter(model -> model.slug().equals(slug)).findFirst().orElse(new Model(slug, false));
    }

    private Model cheapest() throws IOException, RefusedException, InterruptedException {
        var models = StreamSupport.stream(listed().spliterator(), false).map(LiveCheck::model).toList();
        if (models.isEmpty()) {
            throw new RefusedException(whyNone());
        }
        return models.stream().filter(Model::tools).findFirst().orElse(models.get(0));
    }

    private JsonArray listed() throws IOException, RefusedException, InterruptedException {
        return api.get("models?sort=pricing-low-to-high&providers=" + URLEncoder.encode(provider, UTF_8), Key.LOCAL)
            .getAsJsonArray("data");
    }

    private static Model model(JsonElement row) {
        var model = row.getAsJsonObject();
        return new Model(model.get("id").getAsString(), model.has("supported_parameters")
            && model.getAsJsonArray("supported_parameters").asList().stream()
                .anyMatch(name -> name.getAsString().equals("tools")));
    }

    private record Model(String slug, boolean tools) {}

    private String whyNone() throws IOException, RefusedException, InterruptedException {
        for (JsonElement element : api.get("admin/plugins", Key.MANAGEMENT).getAsJsonArray("data")) {
            var plugin = element.getAsJsonObject();
            if (plugin.get("id").getAsString().equals("provider." + provider) && plugin.has("off")) {
                return "provider.%s is off: %s".formatted(provider, plugin.get("off").getAsString());
            }
        }
        return "no model of a provider \"%s\" is listed for chat; --model names one that is not listed"
            .formatted(provider);
    }

    private interface Step {
        LiveAnswer answer() throws IOException, RefusedException, InterruptedException;
    }

    private boolean well(String way, Step step) throws InterruptedException {
        long start = System.nanoTime();
        try {
            var answer = step.answer();
            findings.accept(new Finding(true, "%s: %s, %d ms".formatted(way, answer, since(start))));
            return true;
        } catch (RefusedException refused) {
            findings
                .accept(new Finding(false, "%s: %s, after %d ms".formatted(way, refused.getMessage(), since(start))));
        } catch (IOException failed) {
            findings.accept(new Finding(false, "%s: %s, after %d ms".formatted(way, failed, since(start))));
        }
        return false;
    }

    private static long since(long start) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    private LiveAnswer whole(JsonObject request) throws IOException, RefusedException, InterruptedException {
        var answer = new LiveAnswer();
        answer.add(api.post("chat/completions", Key.LOCAL, request), "message");
        return answer.withText();
    }

    private LiveAnswer streamed(JsonObject request) throws IOException, RefusedException, InterruptedException {
        request.addProperty("stream", true);
        request.add("stream_options", JsonParser.parseString("{\"include_usage\":true}"));
        var answer = new LiveAnswer();
        ChatStream.read(api.stream("chat/completions", Key.LOCAL, request), chunk -> answer.add(chunk, "delta"));
        return answer.withText();
    }

    private LiveAnswer calls(JsonObject request) throws IOException, RefusedException, InterruptedException {
        request.add("tools", TOOLS);
        var answer = new LiveAnswer();
        answer.add(api.post("chat/completions", Key.LOCAL, request), "message");
        return answer.withCall();
    }

    private JsonObject request(Model model, String question) {
        var message = new JsonObject();
        message.addProperty("role", "user");
        message.addProperty("content", question);
        var request = new JsonObject();
        request.addProperty("model", model.slug());
        request.add("messages", listOf(message));
        request.addProperty("max_tokens", MAX_TOKENS);
        var only = new JsonObject();
        only.add("only", listOf(new JsonPrimitive(provider)));
        request.add("provider", only);
        return request;
    }

    private static JsonArray listOf(JsonElement element) {
        var list = new JsonArray();
        list.add(element);
        return list;
    }
}
