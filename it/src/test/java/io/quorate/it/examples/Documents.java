package io.quorate.it.examples;

import io.quorate.it.support.ProductProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The documents of the checkout and their fenced blocks. A comment right above a block says how it is used:
 * {@code <!-- not run: reason -->}, {@code <!-- after Ctrl-C -->} or {@code <!-- output -->}. A line of
 * {@code …} in an output stands for any lines.
 */
final class Documents {
    static final Path ROOT = ProductProcess.root();
    private static final Pattern FENCE = Pattern.compile("^(\\s*)```\\s*(\\S*).*$");
    private static final Pattern COMMENT = Pattern.compile("^<!-- (.*) -->$");
    private static final Set<String> RUNNABLE = Set.of("sh", "js");
    private static final Set<String> SHOWN = Set.of("text", "json", "toml", "solidity");

    private Documents() {}

    /** Every page at the top and under docs, relative to the checkout. */
    static List<Path> pages() throws IOException {
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(top, docs).filter(file -> file.toString().endsWith(".md"))
                    .map(ROOT::relativize).sorted().toList();
        }
    }

    /** The blocks of one page in order; what cannot be understood is an {@link IllegalStateException}. */
    static List<Block> blocks(Path page) throws IOException {
        return blocks(page, Files.readAllLines(ROOT.resolve(page)));
    }

    static List<Block> blocks(Path page, List<String> lines) {
        List<Block> blocks = new ArrayList<>();
        String above = "";
        for (int i = 0; i < lines.size(); i++) {
            Matcher fence = FENCE.matcher(lines.get(i));
            if (!fence.matches()) {
                if (!lines.get(i).isBlank()) above = lines.get(i);
                continue;
            }
            String place = page + ":" + (i + 1);
            if (!fence.group(1).isEmpty()) throw new IllegalStateException(place + " is indented");
            int end = i + 1;
            while (end < lines.size() && !lines.get(end).equals("```"))
                end++;
            if (end == lines.size()) throw new IllegalStateException(place + " has no end");
            String language = fence.group(2);
            blocks.add(
                    new Block(page, i + 1, language, String.join("\n", lines.subList(i + 1, end)),
                            use(place, language, above)));
            above = "";
            i = end;
        }
        return blocks;
    }

    private static Block.Use use(String place, String language, String above) {
        Matcher comment = COMMENT.matcher(above);
        String order = comment.matches() ? comment.group(1) : "";
        if (RUNNABLE.contains(language)) {
            if (order.isEmpty()) return new Block.Use.Run(false);
            if (order.equals("after Ctrl-C")) return new Block.Use.Run(true);
            if (order.matches("not run: \\S.*")) {
                return new Block.Use.NotRun(order.substring("not run: ".length()));
            }
        } else if (SHOWN.contains(language)) {
            if (order.isEmpty()) return new Block.Use.Shown();
            if (order.equals("output")) return new Block.Use.Output();
        } else {
            throw new IllegalStateException(place + ": the language '" + language
                    + "' is neither run (" + RUNNABLE + ") nor shown (" + SHOWN + ")");
        }
        throw new IllegalStateException(
                place + ": '" + order + "' does not go with a block of '" + language + "'");
    }
}
