package dev.powerstrip.admin;

import com.google.gson.JsonArray;
import dev.powerstrip.line.Authenticator;
import dev.powerstrip.line.ClientExchange;
import dev.powerstrip.line.PluginAdmin;
import dev.powerstrip.line.PluginAdmin.PluginStatus;
import dev.powerstrip.line.Site;
import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.dialect.Route;
import dev.powerstrip.sdk.dialect.Shape;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.http.RequestHead;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * {@code admin/plugins}: what is plugged in, adding a jar, trying one out, going back, letting one out of quarantine, taking
 * one out, what happened.
 */
@Component(service = Site.class, property = "powerstrip.site=admin")
public final class PluginSite implements Site {

    private static final long LARGEST_BODY = 64 * 1024;
    private static final List<String> OF_PROXIES = List.of("forwarded", "via", "x-forwarded-for", "x-real-ip");
    private static final long LARGEST_JAR = 100L << 20;

    private final Managers managers;
    private final PluginAdmin plugins;
    private final Calls calls;

    @Activate
    public PluginSite(@Reference Authenticator authenticator, @Reference PluginAdmin plugins) {
        this.managers = new Managers(authenticator);
        this.plugins = plugins;
        this.calls = calls();
    }

    private Calls calls() {
        return new Calls(
            Calls.call(Route.get("admin/plugins", "listPlugins", "Lists what is plugged in, and why the rest is not.")
                .answers(AnswerShapes.PLUGINS), (client, manager) -> list()),
            Calls.call(Route.post("admin/plugins", "addPlugin", "Adds a plugin's jar.")
                .needsQuery("name", Shape.text(), "The jar's file name.")
                .query("allowDowngrade", Shape.flag(), "Whether it may be of a lower version than the one that runs.")
                .query("canary", Shape.text(), "On which shares of the requests to try it out first: 5,25,100.")
                .query("step", Shape.text(), "How long to try each: 60s.")
                .takes("application/java-archive", Shape.any()).answers(AnswerShapes.PLUGIN),
                (client, manager) -> add(client)),
            Calls.call(Route.get("admin/plugins/log", "showPluginLog", "Tells what happened to plugins.")
                .answers(AnswerShapes.LOG), (client, manager) -> Answers.data(PluginJson.of(plugins.log("")))),
            operation("canary", "tryPlugin", "Tries a revision out, or gives it another share.",
                CanaryFields.OF_A_TRIAL,
                (id, wanted) -> plugins.canary(id, wanted.revision(), wanted.steps())),
            operation("rollback", "rollPluginBack", "Takes back what is tried out, or returns to the one before.",
                CanaryFields.OF_A_RETURN, (id, wanted) -> plugins.rollback(id, wanted.why())),
            operation("release", "releasePlugin", "Lets what is quarantined try again at once.",
                Shape.object(), (id, wanted) -> plugins.release(id)),
            Calls.call(ofPlugin(Route.get("admin/plugins/{id}/log", "showLogOfPlugin", "Tells what happened to it."))
                .answers(AnswerShapes.LOG),
                (client, manager) -> Answers.data(PluginJson.of(plugins.log(id(client))))),
            Calls.call(ofPlugin(Route.get("admin/plugins/{id}", "showPlugin", "Tells of one plugin."))
                .answers(AnswerShapes.PLUGIN),
                (client, manager) -> Answers.data(PluginJson.of(plugin(id(client))))),
            Calls.call(ofPlugin(Route.delete("admin/plugins/{id}", "removePlugin", "Takes a plugin out."))
                .answers(AnswerShapes.DELETED), (client, manager) -> remove(id(client))));
    }

    private static Route ofPlugin(Route route) {
        return route.variable("id", "The plugin's id, such as provider.openai.");
    }

    /** Something that is done to one plugin. */
    private interface Operation {

        PluginStatus on(String id, CanaryFields wanted) throws IOException;
    }

    private Calls.Call operation(String what, String id, String summary, Shape fields, Operation operation) {
        var route = ofPlugin(Route.post("admin/plugins/{id}/" + what, id, summary)).takes(fields)
            .answers(AnswerShapes.PLUGIN);
        return Calls.call(route, (client, manager) -> {
            var wanted = CanaryFields.read(client.body(LARGEST_BODY));
            return Answers.data(PluginJson.of(operation.on(id(client), wanted)));
        });
    }

    private String id(ClientExchange client) {
        return calls.variable(client.head(), "id");
    }

    @Override
    public List<Route> routes() {
        return calls.routes();
    }

    @Override
    public boolean accepts(RequestHead head) {
        return (head.route().equals("admin") || head.route().startsWith("admin/")) && !ModelSite.owns(head);
    }

    @Override
    public void serve(ClientExchange client) throws IOException {
        var manager = managers.admit(client.head());
        client.answer(calls.answer(client, manager));
    }

    private HttpAnswer list() {
        var list = new JsonArray();
        plugins.plugins().forEach(plugin -> list.add(PluginJson.of(plugin)));
        return Answers.data(list);
    }

    private HttpAnswer add(ClientExchange client) throws IOException {
        var head = client.head();
        if (!plugins.takesUploads() && !isLocal(head)) {
            throw new GatewayException(ErrorType.PERMISSION_DENIED,
                "jars are taken from the gateway's own machine only; "
                    + "\"upload\": true in etc/lifecycle.cfg.json changes that");
        }
        var name = head.parameter("name").filter(given -> given.matches("[A-Za-z0-9_][A-Za-z0-9._+~-]*\\.jar"))
            .orElseThrow(() -> new GatewayException(ErrorType.INVALID_REQUEST,
                "\"name\" in the query is the jar's file name, such as ?name=provider-acme-1.0.0.jar"));
        var jar = client.body(LARGEST_JAR);
        if (jar.length == 0) {
            throw new GatewayException(ErrorType.INVALID_REQUEST, "the body is the jar, and it is empty");
        }
        if (allowsDowngrade(head)) {
            plugins.allowDowngrade(digest(jar));
        }
        var bytes = new ByteArrayInputStream(jar);
        var shares = head.parameter("canary");
        return Answers.data(PluginJson.of(shares.isEmpty() ? plugins.add(name, bytes)
            : plugins.add(name, bytes, CanaryFields.steps(shares.get(), head.parameter("step")))));
    }

    private static boolean allowsDowngrade(RequestHead head) {
        var given = head.parameter("allowDowngrade").orElse("false");
        if (!given.matches("true|false")) {
            throw new GatewayException(ErrorType.INVALID_REQUEST,
                "\"allowDowngrade\" in the query is true or false; it is \"%s\"".formatted(given));
        }
        return given.equals("true");
    }

    private static String digest(byte[] jar) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(jar));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /** True for a socket of this machine behind which no proxy speaks for somebody else. */
    private static boolean isLocal(RequestHead head) {
        return head.client().getAddress().isLoopbackAddress()
            && OF_PROXIES.stream().noneMatch(name -> head.header(name).isPresent());
    }

    private HttpAnswer remove(String id) throws IOException {
        plugins.remove(plugin(id).id());
        return Answers.deleted();
    }

    private PluginStatus plugin(String id) {
        return plugins.plugins().stream().filter(plugin -> plugin.id().equals(id)).findFirst()
            .orElseThrow(() -> new GatewayException(ErrorType.NOT_FOUND,
                "there is no plugin \"%s\"; GET /api/v1/admin/plugins lists those there are".formatted(id)));
    }
}
