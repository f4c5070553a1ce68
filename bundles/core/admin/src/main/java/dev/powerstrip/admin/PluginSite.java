package dev.powerstrip.admin;

import com.google.gson.JsonArray;
import dev.powerstrip.line.Authenticator;
import dev.powerstrip.line.ClientExchange;
import dev.powerstrip.line.PluginAdmin;
import dev.powerstrip.line.PluginAdmin.PluginStatus;
import dev.powerstrip.line.Site;
import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.http.RequestHead;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * {@code admin/plugins}: what is plugged in, adding a jar, trying one out, going back, letting one out of quarantine, taking
 * one out, what happened.
 */
@Component(service = Site.class, property = "powerstrip.site=admin")
public final class PluginSite implements Site {

    private static final String ALL = "admin/plugins";
    private static final String ONE = ALL + "/";
    private static final String LOG = ALL + "/log";
    private static final Pattern OPERATION = Pattern.compile(ONE + "([^/]+)/(canary|rollback|release|log)");
    private static final long LARGEST_BODY = 64 * 1024;
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
        if (head.route().equals(LOG)) {
            return head.method().equals("GET") ? Answers.data(PluginJson.of(plugins.log("")))
                : Answers.notAllowed(head, "GET");
        }
        var operation = OPERATION.matcher(head.route());
        if (operation.matches()) {
            return operate(decoded(operation.group(1)), operation.group(2), client);
        }
        if (head.route().startsWith(ONE) && head.route().length() > ONE.length()) {
            return switch (head.method()) {
                case "GET" -> Answers.data(PluginJson.of(plugin(head)));
                case "DELETE" -> remove(head);
                default -> Answers.notAllowed(head, "GET, DELETE");
            };
        }
        throw new GatewayException(ErrorType.NOT_FOUND,
            "%s is no route of the gateway; plugins are at /api/v1/admin/plugins".formatted(head.path()));
    }

    /** What is done to one plugin, and what happened to it. */
    private HttpAnswer operate(String id, String what, ClientExchange client) throws IOException {
        var head = client.head();
        if (what.equals("log")) {
            return head.method().equals("GET") ? Answers.data(PluginJson.of(plugins.log(id)))
                : Answers.notAllowed(head, "GET");
        }
        if (!head.method().equals("POST")) {
            return Answers.notAllowed(head, "POST");
        }
        var wanted = CanaryFields.read(client.body(LARGEST_BODY));
        return Answers.data(PluginJson.of(switch (what) {
            case "canary" -> plugins.canary(id, wanted.revision(), wanted.steps());
            case "release" -> plugins.release(id);
            default -> plugins.rollback(id, wanted.why());
        }));
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
}
