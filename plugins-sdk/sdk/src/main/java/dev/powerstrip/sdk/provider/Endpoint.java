package dev.powerstrip.sdk.provider;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.powerstrip.sdk.chat.Capability;
import dev.powerstrip.sdk.form.Form;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.StreamSupport;

/** One model at one provider at one price, with its limits and forms. Immutable. */
public final class Endpoint {

    private final String provider;
    private final String providerName;
    private final String model;
    private final String nativeId;
    private final JsonObject facts;
    private final List<Form> forms;
    private final Pricing pricing;

    private Endpoint(String provider, String providerName, String model, String nativeId, JsonObject facts) {
        this.provider = Objects.requireNonNull(provider);
        this.providerName = Objects.requireNonNull(providerName);
        this.model = Objects.requireNonNull(model);
        this.nativeId = Objects.requireNonNull(nativeId);
        this.facts = facts;
        this.forms = forms(facts);
        this.pricing = facts.has("pricing") && facts.get("pricing").isJsonObject()
            ? Pricing.of(facts.getAsJsonObject("pricing")) : null;
    }

    private static List<Form> forms(JsonObject facts) {
        if (!facts.has("forms")) {
            return List.of(Form.OPENAI_CHAT);
        }
        return StreamSupport.stream(facts.getAsJsonArray("forms").spliterator(), false).map(JsonElement::getAsString)
            .map(Form::of).toList();
    }

    /**
     * An endpoint as {@code models.json} describes it.
     *
     * @param provider the provider's id, {@code openai}
     * @param providerName the name people know, {@code OpenAI}
     * @param model the slug by which clients ask for it, {@code openai/gpt-4o-mini}
     * @param nativeId the provider's own name of it
     * @param facts the other members: {@code name}, {@code context_length}, {@code max_completion_tokens}, {@code forms},
     *        {@code pricing}, {@code supported_parameters}, {@code input_modalities}, {@code output_modalities}; all
     *        optional, unknown ones are kept
     * @throws IllegalArgumentException if a fact cannot be read; the message names it
     */
    public static Endpoint of(String provider, String providerName, String model, String nativeId, JsonObject facts) {
        return new Endpoint(provider, providerName, model, nativeId, facts.deepCopy());
    }

    public String provider() {
        return provider;
    }

    public String providerName() {
        return providerName;
    }

    public String model() {
        return model;
    }

    public String nativeId() {
        return nativeId;
    }

    /** The name people know the model by. */
    public String name() {
        return facts.has("name") ? facts.get("name").getAsString() : model;
    }

    /** The forms its provider speaks natively; the first is preferred. */
    public List<Form> forms() {
        return forms;
    }

    public boolean speaks(Form form) {
        return forms.contains(form);
    }

    /** True if it can be asked for that; where nobody said what it puts out, it may turn out that its provider cannot. */
    public boolean answers(Capability capability) {
        var outputs = words("output_modalities");
        return outputs.isEmpty() || outputs.stream().anyMatch(capability.outputs()::contains);
    }

    /** What it charges; empty where nobody said, and then its calls are recorded as unpriced. */
    public Optional<Pricing> pricing() {
        return Optional.ofNullable(pricing);
    }

    /** The largest prompt and answer together, in tokens. */
    public OptionalLong contextLength() {
        return number("context_length");
    }

    /** The longest answer, in tokens. */
    public OptionalLong maxCompletionTokens() {
        return number("max_completion_tokens");
    }

    private OptionalLong number(String name) {
        return facts.has(name) && facts.get(name).isJsonPrimitive() ? OptionalLong.of(facts.get(name).getAsLong())
            : OptionalLong.empty();
    }

    /** False for what is asked only when it is asked for by name: {@code "fallback": false} among the facts. */
    public boolean servesAsFallback() {
        return !facts.has("fallback") || facts.get("fallback").getAsBoolean();
    }

    /** A list of words among the facts, such as {@code supported_parameters}; empty if it is not there. */
    public List<String> words(String name) {
        var list = facts.has(name) ? facts.getAsJsonArray(name) : new JsonArray();
        return StreamSupport.stream(list.spliterator(), false).map(JsonElement::getAsString).toList();
    }

    /** Everything said of it; a copy. */
    public JsonObject facts() {
        return facts.deepCopy();
    }

    @Override
    public String toString() {
        return model + " at " + provider;
    }
}
