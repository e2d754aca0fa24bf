package io.quorate.node.cli;

import java.io.PrintWriter;
import java.util.Locale;

/** How far long work is: a bar that redraws itself on a terminal, elsewhere a line each ten seconds. */
final class Progress implements AutoCloseable {
    private static final int WIDTH = 30;
    private static final long TERMINAL_NANOS = 200_000_000L;
    private static final long LINE_NANOS = 10_000_000_000L;

    private final PrintWriter out;
    private final boolean terminal;
    private final long startNanos = System.nanoTime();
    private long lastNanos = startNanos;
    private boolean drawn;

    Progress(PrintWriter out) {
        this.out = out;
        this.terminal = System.console() != null && System.console().isTerminal();
    }

    /** {@code text} says what is at hand, such as {@code block 17}. */
    void at(long done, long total, String text) {
        long now = System.nanoTime();
        if (now - lastNanos < (terminal ? TERMINAL_NANOS : LINE_NANOS)) {
            return;
        }
        lastNanos = now;
        double share = total <= 0 ? 0 : Math.min(1, (double) done / total);
        String left = share > 0 ? left((now - startNanos) / 1e9 * (1 - share) / share) : "";
        if (terminal) {
            int full = (int) (share * WIDTH);
            out.print("\r[" + "#".repeat(full) + ".".repeat(WIDTH - full) + "] "
                    + percent(share) + " " + text + left + "\u001b[K");
            drawn = true;
        } else {
            out.println(percent(share) + " " + text + left);
        }
        out.flush();
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%3.0f %%", 100 * share);
    }

    private static String left(double seconds) {
        return seconds < 100 ? String.format(Locale.ROOT, ", %.0f s left", seconds)
                : String.format(Locale.ROOT, ", %.0f min left", seconds / 60);
    }

    /** Seconds since the work began. */
    double seconds() {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    /** Leaves the terminal's line. */
    @Override
    public void close() {
        if (drawn) {
            out.print("\r\u001b[K");
            out.flush();
        }
    }
}
