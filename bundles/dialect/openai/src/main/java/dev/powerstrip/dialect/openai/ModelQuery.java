package dev.powerstrip.dialect.openai;

import dev.powerstrip.dialect.openai.ModelList.Listed;
import dev.powerstrip.sdk.dialect.Route;
import dev.powerstrip.sdk.dialect.Shape;
import dev.powerstrip.sdk.error.ErrorType;
import dev.powerstrip.sdk.error.GatewayException;
import dev.powerstrip.sdk.http.RequestHead;
import dev.powerstrip.sdk.provider.Rate;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What the query of {@code GET models} wants: OpenRouter's parameters. One that asks for what the catalogue does not know,
 * such as a benchmark, is refused by name.
 */
final class ModelQuery {

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    private static final long DAY = 24 * 60 * 60;
    private static final String ANYTHING = "all";
    private static final Map<String, Comparator<ModelRow>> SORTS = Map.of("newest",
        Comparator.comparingLong(ModelRow::created).reversed(), "pricing-low-to-high", byPrice(false),
        "pricing-high-to-low", byPrice(true), "context-high-to-low",
        Comparator.comparingLong(ModelRow::contextLength).reversed());

    /** What the query may say, by its name. */
    private static final Shape PARAMETERS = Shape.object()
        .with("offset", Shape.whole(0), "How many models to pass over.")
        .with("limit", Shape.whole(1, Page.LARGEST), "How many to list; all if neither this nor offset is given.")
        .with("supported_parameters", Shape.string(), "Those to which all these request fields mean something.")
        .with("output_modalities", Shape.string(), "Those that answer with one of these; text if left out, or all.")
        .with("input_modalities", Shape.string(), "Those that read all of these.")
        .with("sort", Shape.oneOf(SORTS.keySet().stream().sorted().toArray(String[]::new)), "In which order.")
        .with("q", Shape.string(), "Those with this in their name.")
        .with("context", Shape.number(), "Those that can deal with so many tokens.")
        .with("min_price", Shape.number(), "Those that cost so much for a million tokens read, in US dollars.")
        .with("max_price", Shape.number(), "Those that cost no more.")
        .with("min_output_price", Shape.number(), "The same for a million tokens written.")
        .with("max_output_price", Shape.number(), "The same for a million tokens written.")
        .with("arch", Shape.string(), "Those with a tokenizer of this family.")
        .with("model_authors", Shape.string(), "Those that one of these made.")
        .with("providers", Shape.string(), "Those that one of these serves.")
        .with("zdr", Shape.flag(), "Those with a provider that forgets at once what it is told.")
        .with("min_age_days", Shape.number(), "Those that came out so many days ago.")
        .with("max_age_days", Shape.number(), "Those that came out since.");

    private final RequestHead head;
    private final Clock clock;

    ModelQuery(RequestHead head) {
        this(head, Clock.systemUTC());
    }

    ModelQuery(RequestHead head, Clock clock) {
        this.head = head;
        this.clock = clock;
        for (var name : head.parameters()) {
            if (!PARAMETERS.members().contains(name)) {
                throw wrong(name, "is not known here; there are " + String.join(", ", PARAMETERS.members()));
            }
        }
    }

    /** A route that is asked with such a query. */
    static Route asked(Route route) {
        return route.query(PARAMETERS);
    }

    /** Those without a price come last either way. */
    private static Comparator<ModelRow> byPrice(boolean dearestFirst) {
        var byPrice = Comparator.comparing((ModelRow row) -> row.pricing()
            .map(pricing -> pricing.prompt().add(pricing.completion())).orElse(BigDecimal.ZERO));
        return Comparator.comparing((ModelRow row) -> row.pricing().isEmpty())
            .thenComparing(dearestFirst ? byPrice.reversed() : byPrice);
    }

    /** The rows that match, in the order that is wanted. */
    List<Listed> select(List<Listed> rows) {
        var filters = filters();
        var found = rows.stream().filter(listed -> filters.stream().allMatch(filter -> filter.test(listed))).toList();
        return head.parameter("sort").map(sort -> sorted(found, sort)).orElse(found);
    }

    private static List<Listed> sorted(List<Listed> found, String sort) {
        if (!SORTS.containsKey(sort)) {
            throw wrong("sort", "must be one of %s: nothing else is measured here"
                .formatted(SORTS.keySet().stream().sorted().toList()));
        }
        return found.stream().sorted(Comparator.comparing(Listed::row, SORTS.get(sort))).toList();
    }

    private List<Predicate<Listed>> filters() {
        var filters = new ArrayList<Predicate<Listed>>();
        var outputs = head.parameter("output_modalities").map(ModelQuery::words).orElse(List.of("text"));
        if (!outputs.contains(ANYTHING)) {
            filters.add(listed -> listed.row().outputs().stream().anyMatch(outputs::contains));
        }
        with("input_modalities", inputs -> filters.add(listed -> listed.row().inputs().containsAll(words(inputs))));
        with("supported_parameters",
            names -> filters.add(listed -> listed.row().words("supported_parameters").containsAll(words(names))));
        with("q", text -> filters.add(listed -> (listed.id() + " " + listed.row().name()).toLowerCase(Locale.ROOT)
            .contains(text.toLowerCase(Locale.ROOT))));
        with("arch", arch -> filters.add(listed -> listed.row().fact("tokenizer").isJsonPrimitive()
            && listed.row().fact("tokenizer").getAsString().equalsIgnoreCase(arch)));
        with("model_authors", authors -> filters.add(listed -> contains(words(authors), listed.row().author())));
        with("providers", providers -> filters.add(listed -> listed.row().endpoints().anyMatch(
            endpoint -> contains(words(providers), endpoint.provider())
                || contains(words(providers), endpoint.providerName()))));
        with("zdr", wanted -> addRetention(wanted, filters));
        addNumbers(filters);
        return filters;
    }

    private void addRetention(String wanted, List<Predicate<Listed>> filters) {
        if (!wanted.equals("true") && !wanted.equals("false")) {
            throw wrong("zdr", "must be true or false");
        }
        if (wanted.equals("true")) {
            filters.add(listed -> listed.row().endpoints().map(EndpointFacts::new)
                .anyMatch(EndpointFacts::keepsNothing));
        }
    }

    private void addNumbers(List<Predicate<Listed>> filters) {
        with("context", least -> filters.add(atLeast(least, "context",
            listed -> BigDecimal.valueOf(listed.row().contextLength()))));
        addPrice("price", Rate.PROMPT, filters);
        addPrice("output_price", Rate.COMPLETION, filters);
        with("min_age_days", days -> filters.add(atLeast(days, "min_age_days", this::age)));
        with("max_age_days", days -> filters.add(atMost(days, "max_age_days", this::age)));
    }

    /** In US dollars for a million tokens; a model without a price is neither dear nor cheap. */
    private void addPrice(String name, Rate rate, List<Predicate<Listed>> filters) {
        Predicate<Listed> priced = listed -> listed.row().pricing().isPresent();
        with("min_" + name, least -> filters.add(priced.and(atLeast(least, "min_" + name, price(rate)))));
        with("max_" + name, most -> filters.add(priced.and(atMost(most, "max_" + name, price(rate)))));
    }

    private static Figure price(Rate rate) {
        return listed -> listed.row().pricing().orElseThrow().rate(rate).multiply(MILLION);
    }

    private BigDecimal age(Listed listed) {
        return BigDecimal.valueOf(clock.instant().getEpochSecond() - listed.row().created())
            .divide(BigDecimal.valueOf(DAY), 6, RoundingMode.HALF_UP);
    }

    private static Predicate<Listed> atLeast(String bound, String name, Figure figure) {
        var least = number(bound, name);
        return listed -> figure.of(listed).compareTo(least) >= 0;
    }

    private static Predicate<Listed> atMost(String bound, String name, Figure figure) {
        var most = number(bound, name);
        return listed -> figure.of(listed).compareTo(most) <= 0;
    }

    /** Something about a model that can be compared. */
    private interface Figure {

        BigDecimal of(Listed listed);
    }

    private void with(String name, Consumer<String> then) {
        head.parameter(name).filter(value -> !value.isEmpty()).ifPresent(then);
    }

    private static List<String> words(String list) {
        return Arrays.stream(list.split(",")).map(String::strip).filter(word -> !word.isEmpty()).toList();
    }

    private static boolean contains(Collection<String> words, String word) {
        return words.stream().anyMatch(word::equalsIgnoreCase);
    }

    private static BigDecimal number(String text, String name) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw wrong(name, "must be a number");
        }
    }

    private static GatewayException wrong(String name, String problem) {
        return new GatewayException(ErrorType.INVALID_REQUEST,
            "the query parameter \"%s\" %s".formatted(name, problem));
    }

    /** Which part of the list is wanted; all of it if the query does not say. */
    Page page() {
        if (head.parameter("offset").isEmpty() && head.parameter("limit").isEmpty()) {
            return new Page(0, Integer.MAX_VALUE);
        }
        return new Page(whole("offset", 0, 0, Integer.MAX_VALUE), whole("limit", Page.USUAL, 1, Page.LARGEST));
    }

    private int whole(String name, int otherwise, int least, int most) {
        var text = head.parameter(name).filter(value -> !value.isEmpty());
        try {
            int number = text.map(Integer::parseInt).orElse(otherwise);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw wrong(name, "must be a whole number from %d to %d".formatted(least, most));
        }
        throw wrong(name, "must be a whole number from %d to %d".formatted(least, most));
    }
}
