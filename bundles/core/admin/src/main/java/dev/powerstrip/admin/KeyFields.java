package dev.powerstrip.admin;

import dev.powerstrip.line.KeyPins;
import dev.powerstrip.line.Pin;
import dev.powerstrip.sdk.dialect.Shape;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.json.JsonView;
import dev.powerstrip.sdk.json.MalformedJsonException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** The fields of a key as a client sends them; what is wrong with one is said by its name. */
final class KeyFields {

    private static final int LONGEST_NAME = 200;

    /** What can be said of a key at any time; limits are known so that they can be refused by name. */
    private static final Shape FIELDS = Shape.object()
        .with("limit", Shape.any(), "A spending limit; none can be set yet.")
        .with("limit_reset", Shape.any(), "When a limit begins anew; none can be set yet.")
        .with("include_byok_in_limit", Shape.flag(), "Only false can be asked for yet.")
        .with("may_pin", Shape.flag(), "Whether its requests may ask for revisions of plugins.")
        .with("pins", Shape.list(Shape.string()), "The revisions that answer its requests; an empty list unpins it.");

    static final Shape OF_A_NEW_KEY = FIELDS
        .needs("name", Shape.string(LONGEST_NAME), "A text by which you know the key again.")
        .with("expires_at", Shape.string(), "When it ends, in ISO 8601 and UTC.")
        .with("management", Shape.flag(), "Whether it manages instead of calling models.")
        .named("NewKeyRequest");
    static final Shape OF_A_CHANGE = FIELDS
        .with("name", Shape.string(LONGEST_NAME), "A text by which you know the key again.")
        .with("disabled", Shape.flag(), "Whether it lets nobody in.")
        .named("KeyChange");

    private final JsonView body;

    private KeyFields(JsonView body) {
        this.body = body;
    }

    static KeyFields read(byte[] json, Shape known) {
        var fields = new KeyFields(parse(json));
        for (var name : fields.body.fields().keySet()) {
            if (!known.members().contains(name)) {
                throw wrong(
                    "\"%s\" cannot be set here; what can is %s".formatted(name, String.join(", ", known.members())));
            }
        }
        fields.refuseLimits();
        return fields;
    }

    static JsonView parse(byte[] json) {
        try {
            var body = JsonView.parse(json);
            if (body.kind() != JsonView.Kind.OBJECT) {
                throw wrong("the body has to be a JSON object");
            }
            return body;
        } catch (MalformedJsonException malformed) {
            throw new GatewayException(ErrorType.INVALID_REQUEST, "the body is not JSON: " + malformed.getMessage(),
                malformed);
        }
    }

    /** A limit that nobody enforces must not look as if it were one. */
    private void refuseLimits() {
        for (var name : new String[] {"limit", "limit_reset"}) {
            if (body.get(name).hasValue()) {
                throw wrong("\"%s\": the gateway does not enforce spending limits yet, so it takes none; leave it out"
                    .formatted(name));
            }
        }
        if (flag("include_byok_in_limit").orElse(false)) {
            throw wrong("\"include_byok_in_limit\": the gateway does not enforce spending limits yet; leave it out");
        }
    }

    Optional<String> name() {
        var name = body.get("name");
        if (!name.isPresent()) {
            return Optional.empty();
        }
        return Optional.of(name.string().filter(text -> !text.isBlank() && text.length() <= LONGEST_NAME)
            .orElseThrow(() -> wrong("\"name\" has to be a text of 1 to %d characters".formatted(LONGEST_NAME))));
    }

    Optional<Boolean> flag(String name) {
        var flag = body.get(name);
        if (!flag.hasValue()) {
            return Optional.empty();
        }
        if (flag.kind() != JsonView.Kind.BOOLEAN) {
            throw wrong("\"%s\" has to be true or false".formatted(name));
        }
        return Optional.of(flag.isTrue());
    }

    /** What it may have to do with revisions, over what it has now; empty if nothing is said of that. */
    Optional<KeyPins> pins(KeyPins now) {
        var byRequest = flag("may_pin");
        var to = body.get("pins");
        if (byRequest.isEmpty() && !to.isPresent()) {
            return Optional.empty();
        }
        return Optional.of(new KeyPins(byRequest.orElse(now.byRequest()), to.isPresent() ? pins(to) : now.pins()));
    }

    private static List<Pin> pins(JsonView list) {
        if (list.kind() != JsonView.Kind.ARRAY) {
            throw wrong("\"pins\" has to be a list such as [\"provider.openai@1.4.2\"]; an empty one unpins the key");
        }
        return list.items().stream()
            .map(pin -> Pin.parse(pin.string().orElseThrow(() -> wrong("\"pins\" has to be a list of texts"))))
            .toList();
    }

    Optional<Instant> expires(Instant now) {
        var expires = body.get("expires_at");
        if (!expires.hasValue()) {
            return Optional.empty();
        }
        return Optional.of(expires.string().flatMap(KeyFields::instant).filter(now::isBefore)
            .orElseThrow(() -> wrong("\"expires_at\" has to be a time to come in UTC, such as 2030-12-31T23:59:59Z")));
    }

    private static Optional<Instant> instant(String text) {
        try {
            return text.endsWith("Z") ? Optional.of(Instant.parse(text)) : Optional.empty();
        } catch (DateTimeParseException malformed) {
            return Optional.empty();
        }
    }

    static GatewayException wrong(String what) {
        return new GatewayException(ErrorType.INVALID_REQUEST, what);
    }
}
