package io.quorate.it;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;

/** House rules that a compiler does not know: sizes, banned words, package pages, links that lead somewhere. */
class TidyTest {
    private static final Path ROOT = ProductProcess.root();
    private static final List<String> MODULES = List.of("evm-runtime", "bft-ordering", "contracts",
            "genesis", "jsonrpc", "node", "release", "it");
    private static final int LINES_MAX = 500;
    /** Longer than the limit, each for a reason: curve and word arithmetic, and generated wrappers. */
    private static final Set<String> LONG_FILES = Set.of("UInt256.java");
    // Written in two halves so that this file does not hold what it bans.
    private static final Pattern BANNED = Pattern
            .compile("TO" + "DO|FIX" + "ME|XX" + "X:|print" + "StackTrace");
    private static final Pattern LINK = Pattern.compile("]\\((?!https?://|#)([^)#]+)(#[^)]*)?\\)");

    @Test
    void filesAreShortAndWithoutBannedWords() throws IOException {
        List<String> faults = new ArrayList<>();
        for (Path file : javaFiles()) {
            List<String> lines = Files.readAllLines(file);
            String name = file.getFileName().toString();
            if (lines.size() > LINES_MAX && !LONG_FILES.contains(name)) {
                faults.add(ROOT.relativize(file) + " has " + lines.size() + " lines");
            }
            for (int i = 0; i < lines.size(); i++) {
                if (BANNED.matcher(lines.get(i)).find()) {
                    faults.add(ROOT.relativize(file) + ":" + (i + 1) + " " + lines.get(i).strip());
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void onlyTheCommandLinePrints() throws IOException {
        List<String> faults = new ArrayList<>();
        for (Path file : javaFiles()) {
            String path = file.toString();
            if (!path.contains("/src/main/") || path.contains("/io/quorate/node/")) continue;
            if (Files.readString(file).contains("System.out")) faults.add(path);
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void everyPackageSaysWhatItIsFor() throws IOException {
        List<Path> missing = javaFiles().stream()
                .filter(file -> file.toString().contains("/src/main/"))
                .map(Path::getParent).distinct()
                .filter(folder -> !Files.exists(folder.resolve("package-info.java"))).toList();
        assertThat(missing).isEmpty();
    }

    @Test
    void linksLeadSomewhereAndEveryPageIsListed() throws IOException {
        List<String> faults = new ArrayList<>();
        List<Path> pages = new ArrayList<>();
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            Stream.concat(top, docs).filter(file -> file.toString().endsWith(".md"))
                    .forEach(pages::add);
        }
        for (Path page : pages) {
            Matcher links = LINK.matcher(Files.readString(page));
            while (links.find()) {
                if (!Files.exists(page.resolveSibling(links.group(1)))) {
                    faults.add(ROOT.relativize(page) + " links to " + links.group(1));
                }
            }
        }
        String index = Files.readString(ROOT.resolve("docs/README.md"));
        for (Path page : pages) {
            if (!page.startsWith(ROOT.resolve("docs"))
                    || page.equals(ROOT.resolve("docs/README.md")))
                continue;
            String name = ROOT.resolve("docs").relativize(page).toString();
            if (!index.contains("(" + name + ")"))
                faults.add("docs/README.md does not list " + name);
        }
        assertThat(faults).isEmpty();
        assertThat(pages).hasSizeGreaterThan(4);
    }

    private static List<Path> javaFiles() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String module : MODULES) {
            Path sources = ROOT.resolve(module).resolve("src");
            try (Stream<Path> tree = Files.walk(sources)) {
                tree.filter(file -> file.toString().endsWith(".java"))
                        .filter(file -> !file.toString().contains("/wrappers/"))
                        .forEach(files::add);
            }
        }
        assertThat(files).isNotEmpty();
        return files;
    }
}
