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
        this.pricing = has(facts, "pricing") ? Pricing.of(facts.getAsJsonObject("pricing")) : null;
    }

    private static List<Form> forms(JsonObject facts) {
        if (!has(facts, "forms")) {
            return List.of(Form.OPENAI_CHAT);
        }
        return StreamSupport.stream(facts.getAsJsonArray("forms").spliterator(), false).map(JsonElement::getAsString)
            .map(Form::of).toList();
    }

    private static boolean has(JsonObject facts, String name) {
        return facts.has(name) && !facts.get(name).isJsonNull();
    }

    /**
     * An endpoint as {@code models.json} describes it. Of its facts all are optional, {@code null} says that nobody knows
     * one, and those that are not in this table are kept for the adapter.
     *
     * <table>
     * <caption>Facts</caption>
     * <tr><td>{@code canonical_slug}, {@code aliases}</td><td>other names by which clients may ask for the model</td></tr>
     * <tr><td>{@code name}, {@code description}, {@code created}, {@code knowledge_cutoff}, {@code hugging_face_id},
     * {@code tokenizer}, {@code instruct_type}, {@code open_weights}</td><td>what the model is; {@code created} in Unix
     * seconds</td></tr>
     * <tr><td>{@code context_length}, {@code max_prompt_tokens}, {@code max_completion_tokens}</td><td>limits in
     * tokens</td></tr>
     * <tr><td>{@code input_modalities}, {@code output_modalities}</td><td>{@code text}, {@code image}, {@code file},
     * {@code audio}, {@code video}; {@code embeddings}, {@code rerank}, {@code speech}, {@code transcription} and
     * {@code moderation} come out only</td></tr>
     * <tr><td>{@code forms}</td><td>the forms the provider speaks for it, the preferred first; if it is missing,
     * {@code openai.chat}</td></tr>
     * <tr><td>{@code supported_parameters}, {@code default_parameters}, {@code refuses}</td><td>what a request may say, by
     * its OpenAI names; what is said otherwise upstream</td></tr>
     * <tr><td>{@code supports_tool_choice}</td><td>{@code auto}, {@code none}, {@code required}, {@code function}: which
     * values of {@code tool_choice} work</td></tr>
     * <tr><td>{@code reasoning}</td><td>{@code supported_efforts}, {@code default_effort}, {@code default_enabled},
     * {@code supports_max_tokens}, {@code mandatory}</td></tr>
     * <tr><td>{@code pricing}</td><td>see {@link Pricing#of}; {@code null} where nobody knows it</td></tr>
     * <tr><td>{@code quantization}</td><td>{@code fp8} and its like</td></tr>
     * <tr><td>{@code data_policy}</td><td>{@code training}, {@code retention_days}, {@code can_publish}: what the provider
     * does with what it is told</td></tr>
     * <tr><td>{@code is_moderated}, {@code supports_implicit_caching}, {@code fallback}</td><td>flags</td></tr>
     * <tr><td>{@code expiration_date}</td><td>the day from which it is no longer served</td></tr>
     * </table>
     *
     * @param provider the provider's id, {@code openai}
     * @param providerName the name people know, {@code OpenAI}
     * @param model the slug by which clients ask for it, {@code openai/gpt-4o-mini}
     * @param nativeId the provider's own name of it
     * @throws IllegalArgumentException if a fact cannot be read; the message names it
     */
    public static Endpoint of(String provider, String providerName, String model, String nativeId, JsonObject facts) {
        EndpointFacts.check(facts);
        return ofChecked(provider, providerName, model, nativeId, facts.deepCopy());
    }

    /** @param facts checked before, and not changed from now on */
    static Endpoint ofChecked(String provider, String providerName, String model, String nativeId, JsonObject facts) {
        return new Endpoint(provider, providerName, model, nativeId, facts);
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
        return has(facts, "name") ? facts.get("name").getAsString() : model;
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
        return outputs.isEmpty() || outputs.stream().anyMatch(capability.outputs()::contains)
            && forms.stream().anyMatch(capability::comesIn);
    }

    /** What it charges; empty where nobody said, and then its calls are recorded as unpriced. */
    public Optional<Pricing> pricing() {
        return Optional.ofNullable(pricing);
    }

    /** When the model appeared, in Unix seconds. */
    public OptionalLong created() {
        return number("created");
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
        return has(facts, name) ? OptionalLong.of(facts.get(name).getAsLong())
            : OptionalLong.empty();
    }

    /** False for what is asked only when it is asked for by name: {@code "fallback": false} among the facts. */
    public boolean servesAsFallback() {
        return !has(facts, "fallback") || facts.get("fallback").getAsBoolean();
    }

    /** A word among the facts, such as {@code quantization}; empty if it is not known. */
    public Optional<String> word(String name) {
        return has(facts, name) ? Optional.of(facts.get(name).getAsString()) : Optional.empty();
    }

    /** A list of words among the facts, such as {@code supported_parameters}; empty if it is not there. */
    public List<String> words(String name) {
        var list = has(facts, name) ? facts.getAsJsonArray(name) : new JsonArray();
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
