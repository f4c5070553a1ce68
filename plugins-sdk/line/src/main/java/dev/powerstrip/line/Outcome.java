package dev.powerstrip.line;

import java.util.OptionalDouble;
import java.util.Set;

/**
 * How one exchange went at one revision, for whoever compares revisions. What could not be measured is empty.
 *
 * @param faults what went wrong; empty if nothing did
 * @param firstToken milliseconds from the lease to the first content
 * @param pace bytes of text a second, from the first content to the end
 * @param textPerToken bytes of text for each completion token that the provider reports
 * @param requestPerToken bytes of the request for each prompt token that the provider reports
 */
public record Outcome(Set<Fault> faults, OptionalDouble firstToken, OptionalDouble pace, OptionalDouble textPerToken,
    OptionalDouble requestPerToken) {

    public Outcome {
        faults = Set.copyOf(faults);
    }

    /** What can be wrong with an answer. */
    public enum Fault {
        /** An attempt failed, for whatever reason. */
        FAILED("failed attempts"),
        /** The answer was not understood by the adapter, or the adapter threw what it may not throw. */
        MISREAD("answers that the adapter did not understand"),
        /** It broke off after it had begun. */
        TRUNCATED("truncated answers"),
        /** The client hung up before there was any content. */
        GIVEN_UP("clients that gave up waiting"),
        /** The client hung up in the middle of the answer. */
        LEFT("clients that hung up in the middle"),
        /** It ended in order and contradicts itself, see {@link Exchange#outcome}. */
        UNFIT("answers that contradict themselves"),
        /** It ended in order and the provider's count of tokens was missing. */
        UNCOUNTED("answers without usage");

        private final String words;

        Fault(String words) {
            this.words = words;
        }

        /** What it is called to people, in the plural. */
        public String words() {
            return words;
        }
    }
}
