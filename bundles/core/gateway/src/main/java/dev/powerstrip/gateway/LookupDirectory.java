package dev.powerstrip.gateway;

import dev.powerstrip.line.Catalog;
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

    @Activate
    public LookupDirectory(@Reference Catalog catalog, @Reference Journal journal, @Reference Ledger ledger) {
        this.catalog = catalog;
        this.journal = journal;
        this.ledger = ledger;
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
        return ledger.answers(principal.id());
    }

    @Override
    public KeyUsage usage(Principal principal) {
        return ledger.usage(principal.id());
    }
}
