package io.quorate.it.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.it.support.ProductProcess;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each row of docs/security.md names tests that exist, or the page where its figures are. */
class SecurityDocumentationTest {
    private static final Path PAGE = ProductProcess.root().resolve("docs/security.md");
    private static final Pattern TEST = Pattern.compile("`([A-Za-z0-9]+(?:\\.t\\.sol)?)`");
    private static final int COLUMNS = 4;

    @Test
    void everyThreatNamesATestThatExists() throws IOException {
        Set<String> tests = tests();
        List<List<String>> rows = rows();
        assertThat(rows).hasSizeGreaterThan(40);
        for (List<String> row : rows) {
            assertThat(row).as("who, what, what stops it, shown by").hasSize(COLUMNS)
                    .noneMatch(String::isBlank);
            String shown = row.getLast();
            List<String> named = new ArrayList<>();
            Matcher matcher = TEST.matcher(shown);
            while (matcher.find()) {
                named.add(matcher.group(1));
            }
            assertThat(named.isEmpty() && !shown.contains("](")).as("no test in %s", row)
                    .isFalse();
            assertThat(tests).as("tests of %s", row).containsAll(named);
        }
    }

    private static List<List<String>> rows() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| who |"))
                .map(line -> List.of(line.substring(2, line.length() - 2).split(" \\| ")))
                .toList();
    }

    /** By their files' names. */
    private static Set<String> tests() throws IOException {
        Set<String> names = new HashSet<>();
        Files.walkFileTree(ProductProcess.root(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = folder.getFileName().toString();
                return name.equals("target") || name.equals("node_modules")
                        || name.startsWith(".") && !folder.equals(ProductProcess.root())
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = file.getFileName().toString();
                if (name.matches(".*(Test|IT|Properties)\\.java")) {
                    names.add(name.substring(0, name.length() - ".java".length()));
                } else if (name.endsWith(".t.sol")) {
                    names.add(name);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return names;
    }
}
