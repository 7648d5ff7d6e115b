package io.authrealm.core.breach;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows the progress of a build: on a terminal a bar that is redrawn a few times a second, else a
 * line for every ten percent.
 */
final class BuildProgress implements BuildListener {

    private static final long NANOS_BETWEEN_DRAWINGS = 250_000_000;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int BYTES_PER_MEGABYTE = 1_000_000;
    private static final int BAR_WIDTH = 30;
    private static final int PERCENT_BETWEEN_LINES = 10;

    private final PrintStream out;
    private final boolean onTerminal;
    private final LongSupplier nanoTime;
    private long total;
    private long before;
    private long start;
    private long nextDrawing;
    private int nextPercent = PERCENT_BETWEEN_LINES;
    private long consumed;
    private long entries;

    BuildProgress(PrintStream out, boolean onTerminal, LongSupplier nanoTime) {
        this.out = out;
        this.onTerminal = onTerminal;
        this.nanoTime = nanoTime;
    }

    @Override
    public void started(long totalBytes, long consumedBytes) {
        total = totalBytes;
        before = consumedBytes;
        start = nanoTime.getAsLong();
        nextDrawing = start;
        if (consumedBytes > 0) {
            out.printf(
                    Locale.ROOT,
                    "Going on at %.1f %%, where an earlier build was stopped.%n",
                    100.0 * consumedBytes / totalBytes);
            nextPercent += percent(consumedBytes) / PERCENT_BETWEEN_LINES * PERCENT_BETWEEN_LINES;
        }
    }

    @Override
    public void advanced(long consumedBytes, long entriesDone) {
        consumed = consumedBytes;
        entries = entriesDone;
        long now = nanoTime.getAsLong();
        if (onTerminal) {
            if (now - nextDrawing >= 0) {
                draw(now);
                nextDrawing = now + NANOS_BETWEEN_DRAWINGS;
            }
        } else if (percent(consumedBytes) >= nextPercent) {
            int percent = percent(consumedBytes);
            out.println(figures(now));
            nextPercent = percent - percent % PERCENT_BETWEEN_LINES + PERCENT_BETWEEN_LINES;
        }
    }

    @Override
    public void checking() {
        if (onTerminal) {
            // Spaces, because the previous line is longer.
            out.print("\r" + " ".repeat(BAR_WIDTH + 60) + "\r");
        }
        out.println("Checking what was written.");
    }

    private int percent(long bytes) {
        return total == 0 ? 100 : (int) Math.min(100, 100.0 * bytes / total);
    }

    private void draw(long now) {
        int filled = (int) ((long) BAR_WIDTH * percent(consumed) / 100);
        out.print(
                "\r["
                        + "#".repeat(filled)
                        + ".".repeat(BAR_WIDTH - filled)
                        + "] "
                        + figures(now)
                        + "  ");
        out.flush();
    }

    private String figures(long now) {
        double seconds = Math.max(1e-3, (now - start) / NANOS_PER_SECOND);
        double bytesPerSecond = (consumed - before) / seconds;
        long left = bytesPerSecond > 0 ? Math.round((total - consumed) / bytesPerSecond) : 0;
        return String.format(
                Locale.ROOT,
                "%5.1f %%  %,d entries  %.0f MB/s  %s left",
                Math.min(100.0, 100.0 * consumed / Math.max(1, total)),
                entries,
                bytesPerSecond / BYTES_PER_MEGABYTE,
                duration(Math.max(0, left)));
    }

    /** As in 2:07:09 or 0:42. */
    static String duration(long seconds) {
        long hours = seconds / 3600;
        long minutes = seconds / 60 % 60;
        return hours > 0
                ? String.format(Locale.ROOT, "%d:%02d:%02d", hours, minutes, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d", minutes, seconds % 60);
    }
}
