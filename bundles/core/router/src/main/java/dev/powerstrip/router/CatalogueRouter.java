package dev.powerstrip.router;

import dev.powerstrip.line.Catalog;
import dev.powerstrip.line.Plan;
import dev.powerstrip.line.Plan.LeftOut;
import dev.powerstrip.line.PluginFailedException;
import dev.powerstrip.line.Plugins;
import dev.powerstrip.line.Router;
import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.chat.ModelRequest;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.form.Form;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.routing.RoutingStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Takes each wanted model's endpoints in catalogue order, those that speak the client's form first, lets the configured
 * strategy order them, and then the client's own preferences.
 */
@Component(configurationPid = "router")
@Designate(ocd = CatalogueRouter.Config.class)
public final class CatalogueRouter implements Router {

    private static final int MOST_NAMED = 5;

    private final Catalog catalog;
    private final Plugins plugins;
    private final Config config;

    @Activate
    public CatalogueRouter(@Reference Catalog catalog, @Reference Plugins plugins, Config config) {
        this.catalog = catalog;
        this.plugins = plugins;
        this.config = config;
    }

    @Override
    public Plan plan(ModelRequest request, UnaryOperator<ModelRequest> canonical, Principal principal) {
        var parameters = Parameters.of(request, canonical);
        var chosen = new ArrayList<Endpoint>();
        var leftOut = new ArrayList<LeftOut>();
        for (var model : request.models()) {
            boolean fallback = !model.equals(request.models().get(0));
            var choice = catalog.choose(model);
            var eligible = eligible(request, parameters, fallback, choice.endpoints(), leftOut);
            var ordered = choice.cheapestFirst() ? cheapestFirst(request.form(), eligible)
                : ordered(request.form(), eligible, principal);
            chosen.addAll(preferred(request, ordered, leftOut));
        }
        if (chosen.isEmpty()) {
            throw leftOut.stream().anyMatch(out -> out.endpoint().answers(request.capability()))
                ? nothingLeft(request, leftOut) : unable(request);
        }
        return new Plan(List.copyOf(chosen), List.copyOf(leftOut));
    }

    private static List<Endpoint> eligible(ModelRequest request, Parameters parameters, boolean fallback,
        List<Endpoint> endpoints, List<LeftOut> leftOut) {
        var eligible = new ArrayList<Endpoint>();
        for (var endpoint : endpoints) {
            var reason = exclusion(request, parameters, fallback, endpoint);
            if (reason.isEmpty()) {
                eligible.add(endpoint);
            } else {
                leftOut.add(new LeftOut(endpoint, reason));
            }
        }
        return eligible;
    }

    private static String exclusion(ModelRequest request, Parameters parameters, boolean fallback, Endpoint endpoint) {
        var wanted = request.preferences();
        if (!endpoint.answers(request.capability())) {
            return "%s is no model for %s".formatted(endpoint.model(), request.capability().word());
        }
        if (!wanted.only().isEmpty() && !names(wanted.only(), endpoint)) {
            return "provider.only permits " + wanted.only();
        }
        if (names(wanted.ignore(), endpoint)) {
            return "provider.ignore names it";
        }
        var missing = parameters.missing(endpoint);
        if (!missing.isEmpty()) {
            return "it does not list %s, and provider.require_parameters is true".formatted(missing);
        }
        return fallback && !endpoint.servesAsFallback() ? "it never serves as a fallback" : "";
    }

    private static boolean names(List<String> providers, Endpoint endpoint) {
        return providers.stream().anyMatch(name -> is(name, endpoint));
    }

    private static boolean is(String name, Endpoint endpoint) {
        return name.equalsIgnoreCase(endpoint.provider()) || name.equalsIgnoreCase(endpoint.providerName());
    }

    private List<Endpoint> ordered(Form form, List<Endpoint> eligible, Principal principal) {
        var byForm = eligible.stream().sorted(Comparator.comparing(endpoint -> !endpoint.speaks(form))).toList();
        return config.strategy().isEmpty() || byForm.size() < 2 ? byForm : asked(byForm, principal);
    }

    /** As the model's name asked for: by the price of a token read and one written, those that tell none last. */
    private static List<Endpoint> cheapestFirst(Form form, List<Endpoint> eligible) {
        return eligible.stream().sorted(Comparator.comparing(CatalogueRouter::isUnpriced)
            .thenComparing(CatalogueRouter::price).thenComparing(endpoint -> !endpoint.speaks(form))).toList();
    }

    private static boolean isUnpriced(Endpoint endpoint) {
        return endpoint.pricing().isEmpty();
    }

    private static BigDecimal price(Endpoint endpoint) {
        return endpoint.pricing().map(pricing -> pricing.prompt().add(pricing.completion())).orElse(BigDecimal.ZERO);
    }

    private List<Endpoint> asked(List<Endpoint> candidates, Principal principal) {
        try (var strategy = plugins.lease(RoutingStrategy.class, config.strategy()).orElseThrow(this::noStrategy)) {
            return strategy.call(routing -> routing.order(candidates, principal).stream().distinct()
                .filter(candidates::contains).toList());
        } catch (PluginFailedException broken) {
            // A strategy makes plans better; without it there is still the catalogue's order.
            return candidates;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private GatewayException noStrategy() {
        return new GatewayException(ErrorType.UNAVAILABLE,
            "the routing strategy \"%s\" of etc/router.cfg.json is not running".formatted(config.strategy()));
    }

    /** The client's own order, and how far it may be left. */
    private static List<Endpoint> preferred(ModelRequest request, List<Endpoint> endpoints, List<LeftOut> leftOut) {
        var wanted = request.preferences();
        var inOrder = new ArrayList<Endpoint>();
        wanted.order().forEach(name -> endpoints.stream().filter(endpoint -> is(name, endpoint))
            .filter(endpoint -> !inOrder.contains(endpoint)).forEach(inOrder::add));
        var rest = endpoints.stream().filter(endpoint -> !inOrder.contains(endpoint)).toList();
        if (wanted.allowFallbacks()) {
            inOrder.addAll(rest);
            return inOrder;
        }
        int kept = wanted.order().isEmpty() ? Math.min(1, rest.size()) : 0;
        inOrder.addAll(rest.subList(0, kept));
        rest.subList(kept, rest.size())
            .forEach(endpoint -> leftOut.add(new LeftOut(endpoint, "provider.allow_fallbacks is false")));
        return inOrder;
    }

    /** Names some that could. */
    private GatewayException unable(ModelRequest request) {
        var word = request.capability().word();
        var able = catalog.models().entrySet().stream()
            .filter(model -> model.getValue().stream().anyMatch(endpoint -> isMadeFor(request, endpoint)))
            .map(Map.Entry::getKey).limit(MOST_NAMED).collect(Collectors.joining(", "));
        return new GatewayException(ErrorType.NOT_FOUND, "%s is no model for %s: %s".formatted(request.models().get(0),
            word, able.isEmpty() ? "no provider that is on lists one" : "use one that is, such as " + able));
    }

    private static boolean isMadeFor(ModelRequest request, Endpoint endpoint) {
        return !endpoint.words("output_modalities").isEmpty() && endpoint.answers(request.capability());
    }

    private static GatewayException nothingLeft(ModelRequest request, List<LeftOut> leftOut) {
        var why = leftOut.stream().map(out -> out.endpoint().provider() + ": " + out.reason())
            .collect(Collectors.joining("; "));
        return new GatewayException(ErrorType.NOT_FOUND,
            "No allowed providers are available for %s (%s): change the request's provider preferences"
                .formatted(request.models().get(0), why));
    }

    /** How endpoints are ordered. */
    @ObjectClassDefinition(name = "router", description = "How endpoints are ordered")
    public @interface Config {

        @AttributeDefinition(description = "the routing plugin to ask, by its name; empty keeps the catalogue's order")
        String strategy() default "";
    }
}
