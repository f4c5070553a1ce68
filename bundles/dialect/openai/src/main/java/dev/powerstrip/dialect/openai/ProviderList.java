package dev.powerstrip.dialect.openai;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.dialect.Directory;
import dev.powerstrip.sdk.dialect.Directory.ProviderFacts;
import dev.powerstrip.sdk.dialect.HttpAnswer;

/** Lists the providers that are on; what is not known of one is {@code null}. */
final class ProviderList {

    private static final String[] FACTS = {"privacy_policy_url", "terms_of_service_url", "status_page_url",
        "headquarters", "datacenters"};

    private ProviderList() {}

    static HttpAnswer of(Directory directory) {
        var rows = new JsonArray();
        directory.providers().forEach(provider -> rows.add(row(provider)));
        return ModelList.data(rows);
    }

    private static JsonObject row(ProviderFacts provider) {
        var row = new JsonObject();
        row.addProperty("name", provider.name());
        row.addProperty("slug", provider.id());
        for (var fact : FACTS) {
            row.add(fact, provider.facts().has(fact) ? provider.facts().get(fact) : JsonNull.INSTANCE);
        }
        return row;
    }
}
