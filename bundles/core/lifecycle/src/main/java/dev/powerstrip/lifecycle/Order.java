package dev.powerstrip.lifecycle;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.powerstrip.line.PluginAdmin.Steps;
import java.time.Duration;
import java.util.ArrayList;

/**
 * That a jar is to be tried out on a share of the requests before it is made current.
 *
 * @param jar its digest
 * @param inFolder whether it lies in a plugin folder, and is not wanted any more once it does not
 * @param at which of the steps it has reached
 */
record Order(String jar, boolean inFolder, Steps steps, int at) {

    Order at(int step) {
        return new Order(jar, inFolder, steps, step);
    }

    JsonObject json() {
        var json = new JsonObject();
        json.addProperty("jar", jar);
        json.addProperty("inFolder", inFolder);
        var percents = new JsonArray();
        steps.percents().forEach(percents::add);
        json.add("percents", percents);
        json.addProperty("step", steps.step().toString());
        json.addProperty("at", at);
        return json;
    }

    static Order of(JsonObject json) {
        var percents = new ArrayList<Integer>();
        json.getAsJsonArray("percents").forEach(percent -> percents.add(percent.getAsInt()));
        return new Order(json.get("jar").getAsString(), json.get("inFolder").getAsBoolean(),
            new Steps(percents, Duration.parse(json.get("step").getAsString())), json.get("at").getAsInt());
    }
}
