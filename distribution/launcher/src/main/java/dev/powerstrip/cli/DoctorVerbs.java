package dev.powerstrip.cli;

import dev.powerstrip.cli.Doctor.Finding;
import dev.powerstrip.launcher.Arguments;
import dev.powerstrip.launcher.HomeFolder;
import dev.powerstrip.launcher.Installation;
import dev.powerstrip.launcher.RefusedException;
import java.io.IOException;
import java.util.List;

/** What this is and whether it is well. */
final class DoctorVerbs {

    static final List<Verb> ALL = List.of(
        new Verb("doctor", "", "Looks at Java, the home and the gateway; exits with 0 if nothing is wrong",
            List.of(HomeFolder.OPTION, Api.URL, LiveCheck.PROVIDER, LiveCheck.MODEL), DoctorVerbs::doctor),
        new Verb("version", "", "Prints the version", List.of(), DoctorVerbs::version));

    private DoctorVerbs() {}

    private static int doctor(Arguments arguments, Terminal terminal)
        throws IOException, RefusedException, InterruptedException {
        if (arguments.has(LiveCheck.PROVIDER)) {
            return LiveCheck.run(arguments, terminal) ? 0 : 1;
        }
        if (arguments.has(Api.URL) || arguments.has(LiveCheck.MODEL)) {
            throw new RefusedException("--url and --model say more of --live PROVIDER, which is missing");
        }
        var findings = new Doctor(arguments, terminal).look();
        findings.forEach(terminal.out()::println);
        return findings.stream().allMatch(Finding::well) ? 0 : 1;
    }

    private static int version(Arguments arguments, Terminal terminal) {
        terminal.out().printf("Powerstrip %s, on Java %s%n", Installation.version(), Runtime.version());
        return 0;
    }
}
