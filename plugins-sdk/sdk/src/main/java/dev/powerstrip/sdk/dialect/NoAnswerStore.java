package dev.powerstrip.sdk.dialect;

import java.util.Optional;

/** The store of a gateway that keeps no answers. */
final class NoAnswerStore implements AnswerStore {

    static final NoAnswerStore INSTANCE = new NoAnswerStore();

    private NoAnswerStore() {}

    @Override
    public boolean keeps() {
        return false;
    }

    @Override
    public boolean keep(String id, byte[] answer) {
        return false;
    }

    @Override
    public boolean begins() {
        return false;
    }

    @Override
    public boolean begin(String id, byte[] answer) {
        return false;
    }

    @Override
    public boolean running(String id) {
        return false;
    }

    @Override
    public boolean cancel(String id, byte[] answer) {
        return false;
    }

    @Override
    public Optional<byte[]> find(String id) {
        return Optional.empty();
    }

    @Override
    public boolean delete(String id) {
        return false;
    }
}
