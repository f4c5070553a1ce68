package dev.powerstrip.dialect.openai;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.dialect.Directory;
import dev.powerstrip.sdk.dialect.HttpAnswer;
import dev.powerstrip.sdk.json.JsonNumber;

/** Tells a caller about its own key: what it is called and what it has spent. Keys have no limits yet. */
final class KeyInfo {

    private KeyInfo() {}

    static HttpAnswer of(Principal principal, Directory directory) {
        var usage = directory.usage(principal);
        var management = principal.role() == Principal.Role.MANAGEMENT;
        var key = new JsonObject();
        key.addProperty("label", principal.label());
        key.add("limit", JsonNull.INSTANCE);
        key.add("limit_remaining", JsonNull.INSTANCE);
        key.add("limit_reset", JsonNull.INSTANCE);
        key.addProperty("include_byok_in_limit", false);
        key.add("usage", JsonNumber.tree(usage.total()));
        key.add("usage_daily", JsonNumber.tree(usage.daily()));
        key.add("usage_weekly", JsonNumber.tree(usage.weekly()));
        key.add("usage_monthly", JsonNumber.tree(usage.monthly()));
        for (var none : new String[] {"byok_usage", "byok_usage_daily", "byok_usage_weekly", "byok_usage_monthly"}) {
            key.addProperty(none, 0);
        }
        key.addProperty("is_free_tier", false);
        key.addProperty("is_management_key", management);
        key.addProperty("is_provisioning_key", management);
        key.add("creator_user_id", JsonNull.INSTANCE);
        key.add("expires_at", JsonNull.INSTANCE);
        key.add("rate_limit", rateLimit());
        return ModelList.data(key);
    }

    /** OpenRouter's clients read it; it has meant nothing for long. */
    private static JsonObject rateLimit() {
        var limit = new JsonObject();
        limit.addProperty("requests", -1);
        limit.addProperty("interval", "10s");
        limit.addProperty("note", "This field is deprecated and safe to ignore.");
        return limit;
    }
}
