package io.quorate.node.conformance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Counts results by suite and fork, and keeps those that failed. For one thread at a time. */
public final class Scoreboard {
    private record Key(Suite suite, String fork) {}

    private final Map<Key, long[]> counts = new TreeMap<>(Comparator
            .comparing(Key::suite).thenComparingInt(key -> Networks.order(key.fork()))
            .thenComparing(Key::fork));
    private final List<CaseResult> failures = new ArrayList<>();
    private final long[] totals = new long[CaseResult.Verdict.values().length];

    public void add(CaseResult result) {
        int column = result.verdict().ordinal();
        totals[column]++;
        counts.computeIfAbsent(new Key(result.suite(), result.fork()),
                key -> new long[totals.length])[column]++;
        if (result.verdict() == CaseResult.Verdict.FAILED) {
            failures.add(result);
        }
    }

    public long passed() {
        return totals[CaseResult.Verdict.PASSED.ordinal()];
    }

    public long failed() {
        return totals[CaseResult.Verdict.FAILED.ordinal()];
    }

    public long skipped() {
        return totals[CaseResult.Verdict.SKIPPED.ordinal()];
    }

    public long all() {
        return passed() + failed() + skipped();
    }

    public List<CaseResult> failures() {
        return List.copyOf(failures);
    }

    /** "N passed, N failed, N skipped". */
    public String summary() {
        return passed() + " passed, " + failed() + " failed, " + skipped() + " skipped";
    }

    /** A line a suite and fork, with sums, in the order of the suites and of the forks' activation. */
    public String table() {
        StringBuilder text = new StringBuilder(
                row("suite", "fork", "passed", "failed", "skipped"));
        counts.forEach((key, count) -> text.append(row(key.suite().label(),
                key.fork().isEmpty() ? "-" : key.fork(), count)));
        for (Suite suite : Suite.values()) {
            long[] sum = new long[totals.length];
            counts.forEach((key, count) -> {
                for (int i = 0; i < sum.length && key.suite() == suite; i++) {
                    sum[i] += count[i];
                }
            });
            if (sum[0] + sum[1] + sum[2] > 0) {
                text.append(row(suite.label(), "all", sum));
            }
        }
        return text.append(row("all", "all", totals)).toString();
    }

    private static String row(String suite, String fork, long[] count) {
        return row(suite, fork, Long.toString(count[0]), Long.toString(count[1]),
                Long.toString(count[2]));
    }

    private static String row(String suite, String fork, String passed, String failed,
            String skipped) {
        return String.format(Locale.ROOT, "%-12s %-32s %8s %8s %8s%n", suite, fork, passed, failed,
                skipped);
    }
}
