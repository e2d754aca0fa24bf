package io.quorate.node.members;

import java.util.List;
import java.util.stream.Collectors;

/** Rows of texts, the first of them the headings, as columns of a terminal. */
final class TextTable {
    private static final int GAP = 2;

    private TextTable() {}

    static String of(List<List<String>> rows) {
        int[] widths = new int[rows.getFirst().size()];
        rows.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        return rows.stream().map(row -> {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i)).repeat(' ', widths[i] - row.get(i).length() + GAP);
            }
            return line.toString().stripTrailing() + "\n";
        }).collect(Collectors.joining());
    }
}
