package dev.powerstrip.gateway;

import dev.powerstrip.line.Catalog;
import dev.powerstrip.line.Exchange;
import dev.powerstrip.line.Journal;
import dev.powerstrip.line.Ledger;
import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.dialect.AnswerStore;
import dev.powerstrip.sdk.dialect.Directory;
import dev.powerstrip.sdk.dialect.KeyUsage;
import dev.powerstrip.sdk.provider.Endpoint;
import dev.powerstrip.sdk.sink.CallRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What dialects can look up: the catalogue, and the ledger with what the journal has not passed on to it yet. */
@Component(service = LookupDirectory.class)
public final class LookupDirectory implements Directory {

    private final Catalog catalog;
    private final Journal journal;
    private final Ledger ledger;
    private final RunningAnswers answers;

    @Activate
    public LookupDirectory(@Reference Catalog catalog, @Reference Journal journal, @Reference Ledger ledger) {
        this.catalog = catalog;
        this.journal = journal;
        this.ledger = ledger;
        this.answers = new RunningAnswers(ledger);
    }

    @Override
    public Map<String, List<Endpoint>> models() {
        return catalog.models();
    }

    @Override
    public List<Endpoint> endpoints(String model) {
        return catalog.choose(model).endpoints();
    }

    @Override
    public Map<String, String> latest() {
        return catalog.latest();
    }

    @Override
    public List<ProviderFacts> providers() {
        return catalog.providers().stream()
            .map(provider -> new ProviderFacts(provider.id(), provider.name(), provider.facts())).toList();
    }

    @Override
    public Optional<CallRecord> generation(String id, Principal principal) {
        return inJournal(id).or(() -> ledger.find(id)).filter(record -> mayRead(principal, record));
    }

    private Optional<CallRecord> inJournal(String id) {
        try {
            return journal.find(id);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean mayRead(Principal principal, CallRecord record) {
        return principal.role() == Principal.Role.MANAGEMENT
            || record.text("key").filter(principal.id()::equals).isPresent();
    }

    @Override
    public AnswerStore answers(Principal principal) {
        return answers.of(principal);
    }

    /** The same, for an exchange that may go on without its client. */
    AnswerStore answers(Principal principal, Exchange exchange) {
        return answers.of(principal, exchange);
    }

    /** Nothing is made by this exchange any more. */
    void ended(Exchange exchange) {
        answers.ended(exchange);
    }

    @Override
    public KeyUsage usage(Principal principal) {
        return ledger.usage(principal.id());
    }
}
