package dev.powerstrip.gateway;

import dev.powerstrip.line.Exchange;
import dev.powerstrip.line.Ledger;
import dev.powerstrip.sdk.auth.Principal;
import dev.powerstrip.sdk.dialect.AnswerStore;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** The callers' answers in the ledger, and which of them are being made by an exchange without a client. Thread-safe. */
final class RunningAnswers {

    private final Ledger ledger;
    private final Map<Name, Running> running = new ConcurrentHashMap<>();

    RunningAnswers(Ledger ledger) {
        this.ledger = ledger;
    }

    /** For whoever only asks. */
    AnswerStore of(Principal caller) {
        return new Store(caller.id(), Optional.empty());
    }

    /** For an exchange, which may go on without its client. */
    AnswerStore of(Principal caller, Exchange exchange) {
        return new Store(caller.id(), Optional.of(exchange));
    }

    /** What this exchange has not finished it will not finish any more. */
    void ended(Exchange exchange) {
        if (!running.isEmpty()) {
            running.values().removeIf(making -> making.exchange == exchange);
        }
    }

    private record Name(String caller, String id) {}

    /** Whoever takes it first, its exchange or somebody who cancels, has the last word. */
    private record Running(Exchange exchange, AtomicBoolean taken) {

        boolean take() {
            return taken.compareAndSet(false, true);
        }
    }

    private final class Store implements AnswerStore {

        private final String caller;
        private final Optional<Exchange> exchange;
        private final AnswerStore kept;

        Store(String caller, Optional<Exchange> exchange) {
            this.caller = caller;
            this.exchange = exchange;
            this.kept = ledger.answers(caller);
        }

        private Optional<Running> find(Name name) {
            return Optional.ofNullable(running.get(name));
        }

        private Name name(String id) {
            return new Name(caller, id);
        }

        @Override
        public boolean keeps() {
            return kept.keeps();
        }

        /** Is told as being made until it is kept: nobody may find it neither made nor in the making. */
        @Override
        public boolean keep(String id, byte[] answer) {
            var own = find(name(id)).filter(making -> exchange.filter(making.exchange::equals).isPresent());
            if (own.isPresent() && !own.get().take()) {
                return false;
            }
            boolean done = kept.keep(id, answer);
            own.ifPresent(making -> running.remove(name(id), making));
            return done;
        }

        @Override
        public Optional<byte[]> find(String id) {
            return kept.find(id);
        }

        @Override
        public boolean delete(String id) {
            return kept.delete(id);
        }

        @Override
        public boolean begins() {
            return exchange.isPresent() && kept.begins();
        }

        @Override
        public boolean begin(String id, byte[] answer) {
            if (!begins() || !kept.begin(id, answer)) {
                return false;
            }
            running.put(name(id), new Running(exchange.get(), new AtomicBoolean()));
            return true;
        }

        @Override
        public boolean running(String id) {
            return running.containsKey(name(id));
        }

        @Override
        public boolean cancel(String id, byte[] answer) {
            var making = find(name(id));
            if (making.isEmpty() || !making.get().take()) {
                return false;
            }
            kept.keep(id, answer);
            making.get().exchange.cancellation().cancel();
            return true;
        }
    }
}
