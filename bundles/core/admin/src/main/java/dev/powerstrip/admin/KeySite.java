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
import dev.powerstrip.sdk.dialect.Route;
import dev.powerstrip.sdk.dialect.Shape;
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

    private static final long LARGEST_BODY = 64 * 1024;
    private static final int PAGE = 100;
    private final Managers managers;
    private final Ledger ledger;
    private final PluginAdmin plugins;
    private final Clock clock;
    private final Calls calls;

    @Activate
    public KeySite(@Reference Authenticator authenticator, @Reference Ledger ledger, @Reference PluginAdmin plugins) {
        this(authenticator, ledger, plugins, Clock.systemUTC());
    }

    KeySite(Authenticator authenticator, Ledger ledger, PluginAdmin plugins, Clock clock) {
        this.plugins = plugins;
        this.managers = new Managers(authenticator);
        this.ledger = ledger;
        this.clock = clock;
        this.calls = calls();
    }

    private Calls calls() {
        return new Calls(
            Calls.call(listing("keys", "listKeys"), (client, manager) -> list(client.head())),
            Calls.call(making("keys", "createKey"), (client, manager) -> create(client)),
            Calls.call(listing("keys/", "listKeysWithSlash"), (client, manager) -> list(client.head())),
            Calls.call(making("keys/", "createKeyWithSlash"), (client, manager) -> create(client)),
            Calls.call(ofKey(Route.get("keys/{hash}", "showKeyByHash", "Shows a key.")).answers(AnswerShapes.KEY),
                (client, manager) -> Answers.data(
                    new KeyJson(ledger).of(ledger.key(hash(client)).orElseThrow(KeySite::unknown)))),
            Calls.call(ofKey(Route.patch("keys/{hash}", "changeKey", "Changes a key.")).takes(KeyFields.OF_A_CHANGE)
                .answers(AnswerShapes.KEY), (client, manager) -> change(hash(client), client, manager)),
            Calls.call(ofKey(Route.delete("keys/{hash}", "deleteKey", "Deletes a key."))
                .answers(AnswerShapes.DELETED), (client, manager) -> delete(hash(client), manager)));
    }

    private static Route listing(String path, String id) {
        return Route.get(path, id, "Lists keys, a hundred at a time; needs a management key.")
            .query("include_disabled", Shape.flag(), "Whether to list those that let nobody in, too.")
            .query("offset", Shape.whole(0), "How many to pass over.").answers(AnswerShapes.KEYS);
    }

    private static Route making(String path, String id) {
        return Route.post(path, id, "Makes a key; needs a management key.").takes(KeyFields.OF_A_NEW_KEY).status(201)
            .answers(AnswerShapes.NEW_KEY);
    }

    private static Route ofKey(Route route) {
        return route.variable("hash", "The key's hash, as the list of keys tells it.");
    }

    private String hash(ClientExchange client) {
        return calls.variable(client.head(), "hash");
    }

    @Override
    public List<Route> routes() {
        return calls.routes();
    }

    @Override
    public boolean accepts(RequestHead head) {
        return calls.leadTo(head);
    }

    @Override
    public void serve(ClientExchange client) throws IOException {
        var manager = managers.admit(client.head());
        client.answer(calls.answer(client, manager));
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
        var fields = KeyFields.read(client.body(LARGEST_BODY), KeyFields.OF_A_NEW_KEY);
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
        var fields = KeyFields.read(client.body(LARGEST_BODY), KeyFields.OF_A_CHANGE);
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
