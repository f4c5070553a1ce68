package dev.powerstrip.admin;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.powerstrip.line.Ledger;
import dev.powerstrip.line.Ledger.Key;
import dev.powerstrip.sdk.dialect.KeyUsage;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * Says keys as OpenRouter does, in one answer. Keys can be managed while the database is away; what they spent is null
 * then, and it is asked in vain only once.
 */
final class KeyJson {

    private static final String[] UNKNOWN_HERE
        = {"limit", "limit_remaining", "limit_reset", "updated_at", "creator_user_id", "workspace_id"};
    private static final String[] OF_OTHERS_KEYS
        = {"byok_usage", "byok_usage_daily", "byok_usage_weekly", "byok_usage_monthly"};

    private final Ledger ledger;
    private boolean away;

    KeyJson(Ledger ledger) {
        this.ledger = ledger;
    }

    JsonObject of(Key key) {
        var json = new JsonObject();
        json.addProperty("hash", key.hash());
        json.addProperty("name", key.name());
        json.addProperty("label", key.label());
        json.addProperty("management", key.management());
        json.addProperty("disabled", key.disabled());
        json.addProperty("may_pin", key.pins().byRequest());
        var pins = new JsonArray();
        key.pins().pins().forEach(pin -> pins.add(pin.toString()));
        json.add("pins", pins);
        json.addProperty("include_byok_in_limit", false);
        json.addProperty("created_at", key.created().toString());
        json.addProperty("expires_at", key.expires().map(Instant::toString).orElse(null));
        for (var name : UNKNOWN_HERE) {
            json.add(name, JsonNull.INSTANCE);
        }
        var usage = usage(key);
        addMoney(json, "usage", usage.map(KeyUsage::total));
        addMoney(json, "usage_daily", usage.map(KeyUsage::daily));
        addMoney(json, "usage_weekly", usage.map(KeyUsage::weekly));
        addMoney(json, "usage_monthly", usage.map(KeyUsage::monthly));
        for (var name : OF_OTHERS_KEYS) {
            json.addProperty(name, 0);
        }
        return json;
    }

    private Optional<KeyUsage> usage(Key key) {
        if (away) {
            return Optional.empty();
        }
        try {
            return Optional.of(ledger.usage(key.hash()));
        } catch (GatewayException failed) {
            if (failed.type() != ErrorType.UNAVAILABLE) {
                throw failed;
            }
            away = true;
            return Optional.empty();
        }
    }

    private static void addMoney(JsonObject json, String name, Optional<BigDecimal> money) {
        json.addProperty(name, money.map(sum -> sum.setScale(Math.max(0, sum.scale()))).orElse(null));
    }
}
