package dev.powerstrip.admin;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.powerstrip.line.Authenticator;
import dev.powerstrip.line.ClientExchange;
import dev.powerstrip.line.KeyPins;
import dev.powerstrip.line.Ledger;
import dev.powerstrip.line.Ledger.Key;
import dev.powerstrip.line.Ledger.KeySpec;
import dev.powerstrip.line.PluginAdmin;
import dev.powerstrip.line.Site;
import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.http.RequestHead;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code keys}: making, changing and deleting keys, as at OpenRouter. */
@Component(service = Site.class, property = "powerstrip.site=keys")
public final class KeySite implements Site {

    private static final String ALL = "keys";
    private static final String ONE = ALL + "/";
    private static final long LARGEST_BODY = 64 * 1024;
    private static final int PAGE = 100;
    private static final List<String> OF_A_NEW_KEY
        = List.of("name", "limit", "limit_reset", "include_byok_in_limit", "expires_at", "management", "may_pin",
            "pins");
    private static final List<String> OF_A_CHANGE
        = List.of("name", "disabled", "limit", "limit_reset", "include_byok_in_limit", "may_pin", "pins");

    private final Managers managers;
    private final Ledger ledger;
    private final PluginAdmin plugins;
    private final Clock clock;

    @Activate
    public KeySite(@Reference Authenticator authenticator, @Reference Ledger ledger, @Reference PluginAdmin plugins) {
        this(authenticator, ledger, plugins, Clock.systemUTC());
    }

    KeySite(Authenticator authenticator, Ledger ledger, PluginAdmin plugins, Clock clock) {
        this.plugins = plugins;
        this.managers = new Managers(authenticator);
        this.ledger = ledger;
        this.clock = clock;
    }

    @Override
    public boolean accepts(RequestHead head) {
        return head.route().equals(ALL) || head.route().startsWith(ONE);
    }

    @Override
    public void serve(ClientExchange client) throws IOException {
        var manager = managers.admit(client.head());
        client.answer(answer(client, manager));
    }

    private HttpAnswer answer(ClientExchange client, Principal manager) throws IOException {
        var head = client.head();
        if (head.route().equals(ALL) || head.route().equals(ONE)) {
            return switch (head.method()) {
                case "GET" -> list(head);
                case "POST" -> create(client);
                default -> Answers.notAllowed(head, "GET, POST");
            };
        }
        var hash = head.route().substring(ONE.length());
        return switch (head.method()) {
            case "GET" -> Answers.data(new KeyJson(ledger).of(ledger.key(hash).orElseThrow(KeySite::unknown)));
            case "PATCH" -> change(hash, client, manager);
            case "DELETE" -> delete(hash, manager);
            default -> Answers.notAllowed(head, "GET, PATCH, DELETE");
        };
    }

    private static GatewayException unknown() {
        return new GatewayException(ErrorType.NOT_FOUND,
            "there is no key of that hash; GET /api/v1/keys lists those there are");
    }

    private HttpAnswer list(RequestHead head) {
        boolean disabledToo = head.parameter("include_disabled").filter("true"::equals).isPresent();
        var json = new KeyJson(ledger);
        var list = new JsonArray();
        ledger.keys().stream().filter(key -> disabledToo || !key.disabled()).skip(offset(head)).limit(PAGE)
            .forEach(key -> list.add(json.of(key)));
        return Answers.data(list);
    }

    private static int offset(RequestHead head) {
        var offset = head.parameter("offset").orElse("0");
        if (!offset.matches("\\d{1,9}")) {
            throw KeyFields.wrong("\"offset\" in the query has to be a whole number from 0 on");
        }
        return Integer.parseInt(offset);
    }

    private HttpAnswer create(ClientExchange client) throws IOException {
        var fields = KeyFields.read(client.body(LARGEST_BODY), OF_A_NEW_KEY);
        var name = fields.name()
            .orElseThrow(() -> KeyFields.wrong("\"name\" is missing: a text by which you know the key again"));
        var pins = fields.pins(KeyPins.NONE).orElse(KeyPins.NONE);
        pins.pins().forEach(plugins::pin);
        var made = ledger.create(new KeySpec(name, fields.flag("management").orElse(false), Optional.empty(),
            fields.expires(clock.instant()), pins));
        tellOfPins(!pins.pins().isEmpty());
        var json = new JsonObject();
        json.add("data", new KeyJson(ledger).of(made.key()));
        json.addProperty("key", made.text());
        return HttpAnswer.json(201, json);
    }

    private HttpAnswer change(String hash, ClientExchange client, Principal manager) throws IOException {
        var fields = KeyFields.read(client.body(LARGEST_BODY), OF_A_CHANGE);
        var name = fields.name();
        var disabled = fields.flag("disabled");
        var pins = fields.pins(ledger.key(hash).map(Key::pins).orElse(KeyPins.NONE));
        if (name.isEmpty() && disabled.isEmpty() && pins.isEmpty()) {
            throw KeyFields
                .wrong("there is nothing to change: send \"name\", \"disabled\", \"may_pin\" or \"pins\"");
        }
        if (disabled.orElse(false)) {
            refuseOwn(hash, manager, "disabled");
        }
        pins.ifPresent(wanted -> pin(ledger.key(hash).orElseThrow(KeySite::unknown), wanted));
        return Answers.data(new KeyJson(ledger).of(ledger.change(hash, name, disabled).orElseThrow(KeySite::unknown)));
    }

    /** What it is pinned to runs before it is. */
    private void pin(Key key, KeyPins pins) {
        pins.pins().forEach(plugins::pin);
        ledger.pin(key.hash(), pins).orElseThrow(KeySite::unknown);
        tellOfPins(!pins.pins().equals(key.pins().pins()));
    }

    private void tellOfPins(boolean changed) {
        if (changed) {
            plugins.pinsChanged();
        }
    }

    private HttpAnswer delete(String hash, Principal manager) {
        refuseOwn(hash, manager, "deleted");
        var key = ledger.key(hash).orElseThrow(KeySite::unknown);
        if (!ledger.delete(hash)) {
            throw unknown();
        }
        tellOfPins(!key.pins().pins().isEmpty());
        return Answers.deleted();
    }

    /** Otherwise the last management key could lock everybody out. */
    private static void refuseOwn(String hash, Principal manager, String what) {
        if (hash.equals(manager.id())) {
            throw KeyFields.wrong("a key cannot be %s by itself: call with another management key".formatted(what));
        }
    }
}
