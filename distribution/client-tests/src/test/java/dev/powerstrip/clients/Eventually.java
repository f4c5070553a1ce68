package dev.powerstrip.clients;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Asks another process again and again until it says what is waited for; the limit is only for a test that hangs. */
final class Eventually {

    private static final long LIMIT_SECONDS = 90;
    private static final long REST_MILLIS = 50;

    private Eventually() {}

    /**
     * The first answer that is as wanted.
     *
     * @param what the wanted, in words
     */
    static <T> T get(Callable<T> asked, Predicate<T> wanted, String what) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        var answer = asked.call();
        while (!wanted.test(answer)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                    "%s: not within %d s, the last answer was %s".formatted(what, LIMIT_SECONDS, answer));
            }
            TimeUnit.MILLISECONDS.sleep(REST_MILLIS);
            answer = asked.call();
        }
        return answer;
    }
}
