package dev.powerstrip.admin;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.powerstrip.line.Authenticator;
import dev.powerstrip.line.ClientExchange;
import dev.powerstrip.line.PluginAdmin;
import dev.powerstrip.line.PluginAdmin.PluginStatus;
import dev.powerstrip.line.PluginAdmin.RevisionStatus;
import dev.powerstrip.line.Site;
import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.http.RequestHead;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code admin/plugins}: what is plugged in, adding a jar, taking one out. */
@Component(service = Site.class, property = "powerstrip.site=admin")
public final class PluginSite implements Site {

    private static final String ALL = "admin/plugins";
    private static final String ONE = ALL + "/";
    private static final List<String> OF_PROXIES = List.of("forwarded", "via", "x-forwarded-for", "x-real-ip");
    private static final long LARGEST_JAR = 100L << 20;

    private final Managers managers;
    private final PluginAdmin plugins;

    @Activate
    public PluginSite(@Reference Authenticator authenticator, @Reference PluginAdmin plugins) {
        this.managers = new Managers(authenticator);
        this.plugins = plugins;
    }

    @Override
    public boolean accepts(RequestHead head) {
        return (head.route().equals("admin") || head.route().startsWith("admin/")) && !ModelSite.owns(head);
    }

    @Override
    public void serve(ClientExchange client) throws IOException {
        managers.admit(client.head());
        client.answer(answer(client));
    }

    private HttpAnswer answer(ClientExchange client) throws IOException {
        var head = client.head();
        if (head.route().equals(ALL)) {
            return switch (head.method()) {
                case "GET" -> list();
                case "POST" -> add(client);
                default -> Answers.notAllowed(head, "GET, POST");
            };
        }
        if (head.route().startsWith(ONE) && head.route().length() > ONE.length()) {
            return switch (head.method()) {
                case "GET" -> Answers.data(json(plugin(head)));
                case "DELETE" -> remove(head);
                default -> Answers.notAllowed(head, "GET, DELETE");
            };
        }
        throw new GatewayException(ErrorType.NOT_FOUND,
            "%s is no route of the gateway; plugins are at /api/v1/admin/plugins".formatted(head.path()));
    }

    private HttpAnswer list() {
        var list = new JsonArray();
        plugins.plugins().forEach(plugin -> list.add(json(plugin)));
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
        return Answers.data(json(plugins.add(name, new ByteArrayInputStream(jar))));
    }

    /** True for a socket of this machine behind which no proxy speaks for somebody else. */
    private static boolean isLocal(RequestHead head) {
        return head.client().getAddress().isLoopbackAddress()
            && OF_PROXIES.stream().noneMatch(name -> head.header(name).isPresent());
    }

    private HttpAnswer remove(RequestHead head) throws IOException {
        plugins.remove(plugin(head).id());
        return Answers.deleted();
    }

    private PluginStatus plugin(RequestHead head) {
        var id = decoded(head.route().substring(ONE.length()));
        return plugins.plugins().stream().filter(plugin -> plugin.id().equals(id)).findFirst()
            .orElseThrow(() -> new GatewayException(ErrorType.NOT_FOUND,
                "there is no plugin \"%s\"; GET /api/v1/admin/plugins lists those there are".formatted(id)));
    }

    /** A plus sign in a path is a plus sign. */
    private static String decoded(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new GatewayException(ErrorType.INVALID_REQUEST,
                "the plugin's id in the path is not properly encoded: write a percent sign as %25", malformed);
        }
    }

    private static JsonObject json(PluginStatus plugin) {
        var json = new JsonObject();
        json.addProperty("id", plugin.id());
        json.addProperty("kind", plugin.kind());
        plugin.off().ifPresent(why -> json.addProperty("off", why));
        var revisions = new JsonArray();
        plugin.revisions().forEach(revision -> revisions.add(json(revision)));
        json.add("revisions", revisions);
        return json;
    }

    private static JsonObject json(RevisionStatus revision) {
        var json = new JsonObject();
        json.addProperty("number", revision.number());
        json.addProperty("version", revision.version());
        json.addProperty("digest", revision.digest());
        json.addProperty("state", revision.state());
        json.addProperty("leases", revision.leases());
        json.addProperty("since", revision.since().toString());
        revision.reason().ifPresent(reason -> json.addProperty("reason", reason));
        return json;
    }
}
