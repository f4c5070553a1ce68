package dev.powerstrip.sdk.dialect;

import dev.powerstrip.sdk.chat.ProviderPreferences;
import dev.powerstrip.sdk.json.JsonView.Kind;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Reads what a request tells the gateway rather than the model, which is the same in every dialect: {@code model},
 * {@code models}, {@code provider}, {@code plugins} and their like. What the gateway cannot do is refused by name, never
 * passed over.
 */
public final class GatewayFields {

    private static final int MAX_SESSION_ID = 256;

    private GatewayFields() {}

    /** The models to try in order: {@code model}, then {@code models}; at least one. */
    public static List<String> models(RequestField body) {
        var models = new LinkedHashSet<String>();
        body.get("model").text().ifPresent(models::add);
        models.addAll(body.get("models").texts());
        if (models.isEmpty()) {
            throw body.get("model")
                .wrong("is required: name a model, such as \"echo/echo\"; GET /v1/models lists them");
        }
        return List.copyOf(models);
    }

    /** Which providers the request wants, from its {@code provider} object. */
    public static ProviderPreferences preferences(RequestField body) {
        var provider = body.get("provider").object();
        if (!provider.given()) {
            return ProviderPreferences.none();
        }
        boolean allowFallbacks = true;
        for (var name : provider.value().fields().keySet()) {
            var wish = provider.get(name);
            switch (name) {
                case "order", "only", "ignore" -> wish.texts();
                case "allow_fallbacks" -> allowFallbacks = !wish.given() || wish.flag();
                default -> refuse(wish);
            }
        }
        return new ProviderPreferences(provider.get("order").texts(), provider.get("only").texts(),
            provider.get("ignore").texts(), allowFallbacks);
    }

    /** Values that ask for nothing are fine: clients write their defaults out. */
    private static void refuse(RequestField wish) {
        boolean asksForNothing = switch (wish.path()) {
            case "provider.data_collection" -> wish.oneOf(List.of("allow", "deny")).orElse("").equals("allow");
            case "provider.require_parameters", "provider.zdr", "provider.enforce_distillable_text" -> !wish.flag();
            default -> isEmpty(wish);
        };
        if (wish.given() && !asksForNothing) {
            throw wish.wrong("is not supported yet by this gateway: remove it");
        }
    }

    private static boolean isEmpty(RequestField wish) {
        return (wish.value().kind() == Kind.ARRAY && wish.value().items().isEmpty())
            || (wish.value().kind() == Kind.OBJECT && wish.value().fields().isEmpty());
    }

    /** Refuses what would change the answer and is not there yet: request plugins, presets, transforms, echoes. */
    public static void refuseUnsupported(RequestField body) {
        refuseUnsupportedButEcho(body);
        var echo = body.get("debug").get("echo_upstream_body");
        if (echo.flag()) {
            throw echo.wrong("is not supported by this API of the gateway: remove it, or use chat/completions");
        }
    }

    /** The same for a dialect that tells what was sent upstream, see {@link AnswerWriter#sent}. */
    public static void refuseUnsupportedButEcho(RequestField body) {
        for (var plugin : body.get("plugins").items()) {
            var id = plugin.object().get("id").required();
            throw id.wrong("names an unknown plugin, %s: this gateway has no request plugins yet; remove it"
                .formatted(RequestField.quoted(id.text().orElse(""))));
        }
        for (var name : List.of("preset", "transforms")) {
            var field = body.get(name);
            if (field.given() && !isEmpty(field)) {
                throw field.wrong("is not supported yet by this gateway: remove it");
            }
        }
        body.get("debug").object().get("echo_upstream_body").flag();
        body.get("trace").object();
        var session = body.get("session_id");
        if (session.string().filter(id -> id.length() > MAX_SESSION_ID).isPresent()) {
            throw session.wrong("must have at most %d characters".formatted(MAX_SESSION_ID));
        }
    }
}
