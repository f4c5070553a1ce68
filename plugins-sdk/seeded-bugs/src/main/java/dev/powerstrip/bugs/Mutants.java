package dev.powerstrip.bugs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** The changes that PIT made to classes, and whether a test found them. Immutable. */
final class Mutants {

    static final Mutants NONE = new Mutants(Map.of());

    private static final String TIMED_OUT = "TIMED_OUT";
    private static final String ROW = "%-24s %7s %7s %9s %5s%n";

    private final Map<String, Mutant> mutants;

    private Mutants(Map<String, Mutant> mutants) {
        this.mutants = mutants;
    }

    /** Those of PIT's report. */
    static Mutants in(Path report) throws IOException {
        try {
            var all = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile())
                .getElementsByTagName("mutation");
            var mutants = new TreeMap<String, Mutant>();
            for (int i = 0; i < all.getLength(); i++) {
                var mutant = Mutant.of((Element) all.item(i));
                mutants.put(mutant.place(), mutant);
            }
            return new Mutants(mutants);
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException("%s is no report of PIT's".formatted(report), e);
        }
    }

    /** Both; what tests of either found is found. */
    Mutants with(Mutants others) {
        var both = new TreeMap<>(mutants);
        others.mutants.forEach((place, other) -> both.merge(place, other, (one, same) -> one.found() ? one : same));
        return new Mutants(both);
    }

    int size() {
        return mutants.size();
    }

    /** A row for each package, and one for all. */
    String table() {
        var rows = new StringBuilder(ROW.formatted("translator", "mutants", "killed", "by time", "score"));
        mutants.values().stream().collect(Collectors.groupingBy(Mutant::translator, TreeMap::new, Collectors.toList()))
            .forEach((translator, some) -> rows.append(row(translator, some)));
        return rows.append(row("total", mutants.values())).toString();
    }

    private static String row(String name, Collection<Mutant> some) {
        long found = some.stream().filter(Mutant::found).count();
        long byTime = some.stream().filter(mutant -> mutant.status().equals(TIMED_OUT)).count();
        return ROW.formatted(name, some.size(), found, byTime, some.isEmpty() ? "" : 100 * found / some.size() + "%");
    }

    /** A line for each that no test found. */
    String survivors() {
        return mutants.values().stream().filter(mutant -> !mutant.found())
            .map(mutant -> "%s: %s%n".formatted(mutant.sentence(), mutant.status())).collect(Collectors.joining());
    }

    /**
     * One change.
     *
     * @param place what tells it from all others
     * @param translator its package, without what all have in common
     * @param sentence where it is, and what was done there
     * @param status what became of it, in PIT's words
     */
    private record Mutant(String place, String translator, String sentence, String status, boolean found) {

        static Mutant of(Element element) {
            var type = text(element, "mutatedClass");
            var method = text(element, "mutatedMethod");
            var place = String.join(" ", type, method, text(element, "methodDescription"), text(element, "mutator"),
                text(element, "indexes"));
            return new Mutant(place,
                type.substring(0, type.lastIndexOf('.')).replaceFirst("dev\\.powerstrip\\.(provider\\.)?", ""),
                "%s.%s, line %s: %s".formatted(type, method, text(element, "lineNumber"),
                    text(element, "description")),
                element.getAttribute("status"), Boolean.parseBoolean(element.getAttribute("detected")));
        }

        private static String text(Element element, String name) {
            return element.getElementsByTagName(name).item(0).getTextContent();
        }
    }
}
