package io.authrealm.suite;

import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;

/** Prints the results of the tests on each version of Keycloak, from the reports of Failsafe. */
public final class VersionTable {

    private static final String ROW = "%-10s %-9s %-9s %s%n";

    private VersionTable() {}

    /** Takes the folder that contains a folder for each version. */
    public static void main(String[] arguments) throws Exception {
        System.out.printf(ROW, "Keycloak", "linkage", "tests", "failures");
        for (Path version : versions(Path.of(arguments[0]))) {
            Path summary = version.resolve("summary.xml");
            Path linkage = version.resolve("reports/TEST-" + LinkageIT.class.getName() + ".xml");
            System.out.printf(
                    ROW,
                    version.getFileName(),
                    Files.exists(linkage) ? linkage(root(linkage)) : "not run",
                    Files.exists(summary) ? text(root(summary), "completed") : "not run",
                    Files.exists(summary) ? failures(root(summary)) : "");
        }
    }

    private static List<Path> versions(Path folder) throws IOException {
        try (Stream<Path> versions = Files.list(folder)) {
            return versions.sorted(Comparator.comparing(VersionTable::version).reversed()).toList();
        }
    }

    private static Version version(Path folder) {
        return Version.parse(folder.getFileName().toString());
    }

    private static String linkage(Element suite) {
        boolean isOk =
                suite.getAttribute("failures").equals("0")
                        && suite.getAttribute("errors").equals("0");
        return isOk ? "ok" : "FAILED";
    }

    /** If the tests did not run to the end, the numbers mean nothing. */
    private static String failures(Element summary) {
        if (summary.getAttribute("timeout").equals("true")) {
            return "timed out";
        }
        int failed =
                Integer.parseInt(text(summary, "failures"))
                        + Integer.parseInt(text(summary, "errors"));
        boolean isComplete = failed > 0 || text(summary, "failureMessage").isEmpty();
        return isComplete ? Integer.toString(failed) : "crashed";
    }

    private static String text(Element summary, String element) {
        return summary.getElementsByTagName(element).item(0).getTextContent().trim();
    }

    private static Element root(Path file) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file.toFile())
                .getDocumentElement();
    }
}
