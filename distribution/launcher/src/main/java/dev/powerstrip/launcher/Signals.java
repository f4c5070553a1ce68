package dev.powerstrip.launcher;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Turns the first TERM, INT or HUP into a call; a second one ends the process at once, with 128 and the signal's
 * number. A shutdown hook would not do: with it the process could end neither with 0 nor at once. The class behind this
 * is in every JDK, but the compiler refuses to name it without a warning, hence reflection.
 */
final class Signals {

    private static final int BY_SIGNAL = 128;

    private final Runnable onFirst;
    private final AtomicBoolean had = new AtomicBoolean();

    private Signals(Runnable onFirst) {
        this.onFirst = onFirst;
    }

    static void handle(Runnable onFirst) {
        var signals = new Signals(onFirst);
        try {
            var type = Class.forName("sun.misc.Signal");
            var handlerType = Class.forName("sun.misc.SignalHandler");
            var number = type.getMethod("getNumber");
            var handler = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handlerType},
                (proxy, method, arguments) -> method.getName().equals("handle") ? signals.received(number, arguments[0])
                    : method.invoke(signals, arguments));
            for (var name : List.of("TERM", "INT", "HUP")) {
                type.getMethod("handle", type, handlerType).invoke(null,
                    type.getConstructor(String.class).newInstance(name),
                    handler);
            }
        } catch (ReflectiveOperationException otherJdk) {
            throw new IllegalStateException("this Java has no sun.misc.Signal", otherJdk);
        }
    }

    private Object received(Method number, Object signal) throws ReflectiveOperationException {
        if (had.getAndSet(true)) {
            Runtime.getRuntime().halt(BY_SIGNAL + (int) number.invoke(signal));
        }
        onFirst.run();
        return null;
    }
}
