package io.quorate.node.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report for people. */
public final class ReportText {
    private static final String INDENT = "    ";

    private ReportText() {}

    public static String of(Report report) {
        StringBuilder text = new StringBuilder();
        text.append(report.verdict().name().toLowerCase(Locale.ROOT)).append(": ")
                .append(report.why()).append('\n');
        report.margin().ifPresent(margin -> text.append(margin(margin)).append('\n'));
        text.append('\n').append(table(report));
        for (Finding each : report.findings()) {
            text.append('\n').append(each.code())
                    .append(each.name().isEmpty() ? "" : "  " + each.name()).append('\n')
                    .append(INDENT).append(each.text()).append('\n').append(INDENT)
                    .append("mend: ").append(each.mend()).append('\n');
        }
        for (WhatIf.Outcome each : report.whatIf()) {
            text.append('\n').append(outcome(each)).append('\n');
        }
        report.notes().forEach(note -> text.append('\n').append("note: ").append(note)
                .append('\n'));
        text.append('\n').append(report.next().map(next -> "next: " + next)
                .orElse("nothing is wrong")).append('\n');
        return text.toString();
    }

    static String margin(Margin margin) {
        return "quorum: " + margin.voting() + " of n=" + margin.n() + " take part, "
                + margin.quorum() + " are needed (f=" + margin.f() + ", c=" + margin.c() + "); "
                + (margin.more() < 0 ? -margin.more() + " are missing"
                        : margin.more() == 0 ? "none more may fail"
                                : margin.more() + " more may fail")
                + (margin.isLive() && margin.voting() < margin.fastQuorum()
                        ? "; decisions take the slow path" : "");
    }

    static String outcome(WhatIf.Outcome outcome) {
        return "what if " + outcome.question() + ": without " + String.join(", ", outcome.lost())
                + ", " + outcome.voting() + " of " + outcome.n() + " are left and "
                + outcome.quorum() + " are needed: " + (outcome.isLive()
                        ? "blocks go on" + (outcome.fast() ? "" : ", by the slow path") + "; "
                                + outcome.more() + " more may fail"
                        : "no block is made until " + -outcome.more()
                                + (outcome.more() == -1 ? " of them comes back"
                                        : " of them come back"));
    }

    private static String table(Report report) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("REPLICA", "STATE", "BLOCK", "LEADER", "LINKS", "CLOCK",
                "VERSION", "AT"));
        for (Report.Row row : report.replicas()) {
            ReplicaFacts facts = row.facts();
            String at = facts.url().or(() -> Finding.data(facts)).orElse("");
            rows.add(facts.live().map(live -> List.of(facts.name(), row.state(),
                    String.valueOf(live.block()),
                    live.leader().isPresent() ? String.valueOf(live.leader().getAsInt()) : "-",
                    String.valueOf(live.connected().size()), String.format(Locale.ROOT, "%+.1f s",
                            live.clockOffsetMillis() / 1_000.0),
                    live.version(), at))
                    .orElseGet(() -> List.of(facts.name(), row.state(), facts.folder()
                            .map(folder -> folder.chain().text())
                            .filter(block -> block.matches("\\d{1,19}")).orElse("-"), "-", "-",
                            "-", "-", at)));
        }
        StringBuilder text = new StringBuilder();
        int columns = rows.getFirst().size();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                int column = i;
                int width = rows.stream().mapToInt(each -> each.get(column).length()).max()
                        .orElse(0);
                line.append(row.get(i)).repeat(" ", width - row.get(i).length() + 2);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
