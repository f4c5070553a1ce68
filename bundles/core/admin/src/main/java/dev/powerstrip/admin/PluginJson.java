package dev.powerstrip.admin;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.powerstrip.line.PluginAdmin.Event;
import dev.powerstrip.line.PluginAdmin.PluginStatus;
import dev.powerstrip.line.PluginAdmin.RevisionStatus;
import dev.powerstrip.line.PluginAdmin.TrialStatus;
import java.util.List;

/** Says plugins, and what happened to them. */
final class PluginJson {

    private PluginJson() {}

    static JsonObject of(PluginStatus plugin) {
        var json = new JsonObject();
        json.addProperty("id", plugin.id());
        json.addProperty("kind", plugin.kind());
        plugin.off().ifPresent(why -> json.addProperty("off", why));
        var revisions = new JsonArray();
        plugin.revisions().forEach(revision -> revisions.add(of(revision)));
        json.add("revisions", revisions);
        return json;
    }

    private static JsonObject of(RevisionStatus revision) {
        var json = new JsonObject();
        json.addProperty("number", revision.number());
        json.addProperty("version", revision.version());
        json.addProperty("digest", revision.digest());
        json.addProperty("state", revision.state());
        json.addProperty("leases", revision.leases());
        json.addProperty("since", revision.since().toString());
        revision.reason().ifPresent(reason -> json.addProperty("reason", reason));
        revision.trial().ifPresent(trial -> json.add("canary", of(trial)));
        return json;
    }

    private static JsonObject of(TrialStatus trial) {
        var json = new JsonObject();
        json.addProperty("percent", trial.percent());
        var percents = new JsonArray();
        trial.steps().forEach(percents::add);
        json.add("steps", percents);
        json.addProperty("step", trial.step().toString());
        json.addProperty("requests", trial.requests());
        json.addProperty("faulty", trial.faulty());
        json.addProperty("current_requests", trial.currentRequests());
        json.addProperty("current_faulty", trial.currentFaulty());
        json.addProperty("next", trial.next());
        return json;
    }

    static JsonArray of(List<Event> events) {
        var list = new JsonArray();
        for (var event : events) {
            var json = new JsonObject();
            json.addProperty("when", event.when().toString());
            json.addProperty("plugin", event.plugin());
            json.addProperty("revision", event.revision());
            json.addProperty("what", event.what());
            json.addProperty("text", event.text());
            list.add(json);
        }
        return list;
    }
}
