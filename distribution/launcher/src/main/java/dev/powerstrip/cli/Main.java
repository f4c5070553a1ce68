package dev.powerstrip.cli;

import dev.powerstrip.launcher.RefusedException;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** What {@code bin/powerstrip} runs. */
public final class Main {

    private static final List<Verb> VERBS
        = Stream.of(ProcessVerbs.ALL, PluginVerbs.ALL, KeyVerbs.ALL, ModelVerbs.ALL, DoctorVerbs.ALL)
            .flatMap(List::stream).toList();

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), new Terminal(System.out, System.err, System.getenv())));
    }

    /** @return 0 only if what was asked for was done */
    static int run(List<String> arguments, Terminal terminal) {
        try {
            return new Verbs(VERBS).run(arguments, terminal);
        } catch (RefusedException refused) {
            terminal.errors().println("powerstrip: " + refused.getMessage());
        } catch (IOException failed) {
            terminal.errors().println("powerstrip: " + failed);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            terminal.errors().println("powerstrip: interrupted");
        }
        return 1;
    }
}
