package dev.powerstrip.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** An official client for Node, in a process of its own: a line says what to do, a line tells what came of it. */
final class NodeClient implements Client {

    private static final Gson GSON = new Gson();

    private final Process process;
    private final BufferedWriter orders;
    private final BufferedReader reports;

    /** @param script of {@code src/test/node}: the client's side of the conversation */
    NodeClient(String script, RunningGateway gateway) {
        try {
            var folder = Path.of(System.getProperty("powerstrip.node"));
            var node = folder.resolve("node_modules").resolve(".bin").resolve("node");
            process = new ProcessBuilder(node.toString(), script, gateway.address().toString(), gateway.key())
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        orders = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), UTF_8));
        reports = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    @Override
    public Heard ask(String model, String text) {
        return call("ask", model, text, Heard.class);
    }

    @Override
    public Heard stream(String model, String text) {
        return call("stream", model, text, Heard.class);
    }

    @Override
    public Heard useTool(String model) {
        return call("useTool", model, "", Heard.class);
    }

    @Override
    public Heard streamTool(String model) {
        return call("streamTool", model, "", Heard.class);
    }

    @Override
    public Failure fail(String model) {
        return call("fail", model, "", Failure.class);
    }

    @Override
    public void hangUp(String model, Consumer<String> first) {
        first.accept(call("hangUp", model, "", String.class));
    }

    private <T> T call(String name, String model, String text, Class<T> result) {
        var order = new JsonObject();
        order.addProperty("call", name);
        order.addProperty("model", model);
        order.addProperty("text", text);
        try {
            orders.write(order + "\n");
            orders.flush();
            var line = reports.readLine();
            if (line == null) {
                throw new AssertionError("the client's process ended");
            }
            var report = JsonParser.parseString(line).getAsJsonObject();
            if (report.has("error")) {
                throw new AssertionError(report.get("error").getAsString());
            }
            return GSON.fromJson(report.get("result"), result);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
