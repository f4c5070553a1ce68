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
    private static final Shape PROVIDER = Shape.object()
        .with("order", Shape.list(Shape.text()), "Providers to try in this order, before all others.")
        .with("only", Shape.list(Shape.text()), "Providers of which one has to answer.")
        .with("ignore", Shape.list(Shape.text()), "Providers that must not answer.")
        .with("allow_fallbacks", Shape.flag(), "Whether another one may be tried when one fails; true if left out.")
        .with("data_collection", Shape.oneOf("allow", "deny"), "Only \"allow\" can be asked for yet.")
        .with("require_parameters", Shape.flag(),
            "Whether only endpoints may answer to which all that the request says means something.")
        .with("zdr", Shape.flag(), "Only false can be asked for yet.")
        .with("enforce_distillable_text", Shape.flag(), "Only false can be asked for yet.")
        .and(GatewayFields::refuseUnknown);
    private static final Shape ECHO = Shape.object()
        .with("echo_upstream_body", Shape.flag(), "Whether a stream begins with what was sent upstream.");
    private static final Shape NO_ECHO = ECHO.and(GatewayFields::refuseEcho);
    private static final Shape NOTHING = Shape.any().and(GatewayFields::refuse);

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
        var provider = body.get("provider");
        PROVIDER.check(provider);
        if (!provider.given()) {
            return ProviderPreferences.none();
        }
        var fallbacks = provider.get("allow_fallbacks");
        return new ProviderPreferences(provider.get("order").texts(), provider.get("only").texts(),
            provider.get("ignore").texts(), !fallbacks.given() || fallbacks.flag(),
            provider.get("require_parameters").flag());
    }

    /** Values that ask for nothing are fine: clients write their defaults out. */
    private static void refuseUnknown(RequestField provider) {
        for (var name : provider.value().names()) {
            var wish = provider.get(name);
            boolean asksForNothing = switch (name) {
                case "order", "only", "ignore", "allow_fallbacks", "require_parameters" -> true;
                case "data_collection" -> wish.string().orElse("").equals("allow");
                case "zdr", "enforce_distillable_text" -> !wish.flag();
                default -> isEmpty(wish);
            };
            if (wish.given() && !asksForNothing) {
                throw wish.wrong("is not supported yet by this gateway: remove it");
            }
        }
    }

    private static boolean isEmpty(RequestField wish) {
        return (wish.value().kind() == Kind.ARRAY && wish.value().items().isEmpty())
            || (wish.value().kind() == Kind.OBJECT && wish.value().fields().isEmpty());
    }

    /** Refuses what would change the answer and is not there yet: request plugins, presets, transforms, echoes. */
    public static void refuseUnsupported(RequestField body) {
        with(Shape.object(), NO_ECHO).check(body);
    }

    /** What the fields are that tell the gateway something; a dialect adds its own. */
    public static Shape fields() {
        return with(models(), NO_ECHO);
    }

    /** The same for a dialect that tells what was sent upstream, see {@link AnswerWriter#sent}. */
    public static Shape fieldsAndEcho() {
        return with(models(), ECHO);
    }

    private static Shape models() {
        return Shape.object()
            .with("model", Shape.text(), "The model to ask: a slug, an alias or a variant. GET models lists them.")
            .with("models", Shape.list(Shape.text()), "Models to try in this order if the one before cannot answer.")
            .with("provider", PROVIDER, "Which providers may answer.");
    }

    private static Shape with(Shape fields, Shape debug) {
        return fields
            .with("plugins", Shape.list(Shape.object().needs("id", Shape.text(), "The plugin's name.")
                .and(GatewayFields::refusePlugin)), "Request plugins; this gateway has none yet.")
            .with("preset", NOTHING, "A preset; this gateway has none yet.")
            .with("transforms", NOTHING, "Transforms of the prompt; this gateway has none yet.")
            .with("debug", debug, "What to tell beside the answer.")
            .with("trace", Shape.object(), "What an observer may know of the request; it goes into its record.")
            .with("session_id", Shape.string(MAX_SESSION_ID), "Which conversation the request belongs to.");
    }

    private static void refusePlugin(RequestField plugin) {
        var id = plugin.get("id");
        throw id.wrong("names an unknown plugin, %s: this gateway has no request plugins yet; remove it"
            .formatted(RequestField.quoted(id.text().orElse(""))));
    }

    private static void refuse(RequestField field) {
        if (!isEmpty(field)) {
            throw field.wrong("is not supported yet by this gateway: remove it");
        }
    }

    private static void refuseEcho(RequestField debug) {
        var echo = debug.get("echo_upstream_body");
        if (echo.flag()) {
            throw echo.wrong("is not supported by this API of the gateway: remove it, or use chat/completions");
        }
    }
}
