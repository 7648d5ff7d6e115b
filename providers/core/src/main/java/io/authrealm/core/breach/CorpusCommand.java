package io.authrealm.core.breach;

import io.authrealm.core.breach.CorpusBuilder.Built;
import io.authrealm.core.breach.CorpusBuilder.Settings;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The command line that builds and checks corpora of breached passwords. It needs only the JDK.
 *
 * <p>Exit codes: 0 for success; 1 for a failure, with one line on standard error that says why; 2
 * for wrong arguments. Progress goes to standard error, the result to standard output.
 */
public final class CorpusCommand {

    private static final String BUILD = "build-corpus";
    private static final String CHECK = "check-corpus";
    private static final String ALLOW_MISSING = "--allow-missing";

    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private static final String HELP =
            """
            Usage:
              java -jar authrealm-<version>.jar build-corpus [--allow-missing] <input> <output>
              java -jar authrealm-<version>.jar check-corpus <file>
              java -jar authrealm-<version>.jar --help

            build-corpus makes a file in which a server looks up breached passwords without network.
              <input>   Pwned Passwords as its downloader writes them: the file of SHA-1 hashes
                        ordered by hash, or the folder of range files 00000.txt to FFFFF.txt
              <output>  the file to make; an existing one is replaced when the new one is done
              --allow-missing  take a folder that lacks range files
              It needs 64 MB of memory. After an interruption the same command goes on.

            check-corpus reads all of such a file and says what it is.

            Exit codes: 0 done, 1 failed, 2 wrong arguments.
            """;

    private CorpusCommand() {}

    /**
     * @param args as {@code --help} lists them
     */
    public static void main(String[] args) {
        System.exit(run(List.of(args), System.out, System.err));
    }

    static int run(List<String> args, PrintStream out, PrintStream err) {
        if (args.contains("--help") || args.contains("-h")) {
            out.print(HELP);
            return OK;
        }
        if (args.isEmpty()) {
            err.print(HELP);
            return USAGE;
        }
        List<String> operands = new ArrayList<>(args.subList(1, args.size()));
        try {
            return switch (args.get(0)) {
                case BUILD -> build(operands, out, err);
                case CHECK -> check(operands, out, err);
                default -> usage("unknown command " + args.get(0), err);
            };
        } catch (InvalidPathException e) {
            return usage("not a file name: " + e.getInput(), err);
        }
    }

    private static int build(List<String> operands, PrintStream out, PrintStream err) {
        boolean allowMissing = operands.remove(ALLOW_MISSING);
        String wrong = wrong(operands, 2, BUILD + " needs an input and an output");
        if (wrong != null) {
            return usage(wrong, err);
        }
        BuildProgress progress = new BuildProgress(err, isOnTerminal(), System::nanoTime);
        CorpusBuilder builder =
                new CorpusBuilder(
                        Path.of(operands.get(0)),
                        Path.of(operands.get(1)),
                        Settings.standard(allowMissing),
                        progress);
        long start = System.nanoTime();
        try {
            Built built = builder.build();
            long seconds = Math.round((double) (System.nanoTime() - start) / NANOS_PER_SECOND);
            out.printf(
                    Locale.ROOT,
                    "%,d entries, %,d bytes, %.3f bytes per entry"
                            + " (hashes %.3f, counts %.3f, directory %.3f), %s%n",
                    built.entries(),
                    built.bytes(),
                    built.bytesPerEntry(),
                    built.hashBytesPerEntry(),
                    built.countBytesPerEntry(),
                    built.directoryBytesPerEntry(),
                    BuildProgress.duration(seconds));
            return OK;
        } catch (CorpusException e) {
            return failed(BUILD, e.getMessage(), err);
        } catch (IOException e) {
            String advice =
                    builder.canGoOn() ? " (the same command goes on where this one stopped)" : "";
            return failed(BUILD, e.getMessage() + advice, err);
        }
    }

    private static int check(List<String> operands, PrintStream out, PrintStream err) {
        String wrong = wrong(operands, 1, CHECK + " needs a file");
        if (wrong != null) {
            return usage(wrong, err);
        }
        try {
            BreachCorpus corpus = BreachCorpus.open(Path.of(operands.get(0)));
            double bytesPerEntry =
                    corpus.entries() == 0 ? 0 : (double) corpus.bytes() / corpus.entries();
            out.printf(
                    Locale.ROOT,
                    "%,d entries, %,d bytes, %.3f bytes per entry, built %s,"
                            + " found by chance: %.2g%n",
                    corpus.entries(),
                    corpus.bytes(),
                    bytesPerEntry,
                    corpus.built(),
                    corpus.falsePositiveRate());
            return OK;
        } catch (CorpusException | IOException e) {
            return failed(CHECK, e.getMessage(), err);
        }
    }

    /** What is wrong with the operands, or null. */
    private static @Nullable String wrong(List<String> operands, int number, String need) {
        for (String operand : operands) {
            if (operand.startsWith("-")) {
                return "unknown option " + operand;
            }
            if (operand.isEmpty()) {
                return need;
            }
        }
        return operands.size() == number ? null : need;
    }

    private static int usage(String what, PrintStream err) {
        err.println(what + "; --help lists the arguments");
        return USAGE;
    }

    private static int failed(String command, @Nullable String why, PrintStream err) {
        err.println(command + ": " + why);
        return FAILED;
    }

    /** From JDK 22 on there is a console even without a terminal. */
    @SuppressWarnings("SystemConsoleNull") // Without a terminal it is null on JDK 17 only.
    private static boolean isOnTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
