package io.quorate.it.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.it.support.ProductProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Somebody does every lab as its page has it; the checker says before that all is missing, and after it that all is done. */
class LabsIT {
    private static final Path LABS = Path.of("docs/labs");
    private static final int MISSING = 1;

    static boolean isLab(Path page) {
        return page.startsWith(LABS) && page.getFileName().toString().matches("[0-9]{2}-.*");
    }

    static List<Path> labs() throws IOException {
        return Documents.pages().stream().filter(LabsIT::isLab).toList();
    }

    @Test
    void thereAreSeven() throws IOException {
        assertThat(labs()).hasSizeGreaterThanOrEqualTo(7);
    }

    @ParameterizedTest
    @MethodSource("labs")
    void everyLabCanBeDone(Path page, @TempDir Path parent) throws Exception {
        String number = String.valueOf(
                Integer.parseInt(page.getFileName().toString().substring(0, 2)));
        boolean isChecked = false;
        try (WorkFolder folder = new WorkFolder(parent);
                PageRun reader = new PageRun(folder.path())) {
            Path lab = folder.path().resolve("quorate-labs").resolve(number);
            for (Block block : Documents.blocks(page)) {
                switch (block.use()) {
                    case Block.Use.Run _ -> {
                        reader.run(block);
                        if (block.text().startsWith("./quorate lab start")) {
                            missesEverything(folder.path(), number);
                        }
                        isChecked |= block.text().startsWith("./quorate lab check " + number);
                    }
                    case Block.Use.Output _ -> reader.compare(block);
                    case Block.Use.NotRun _,Block.Use.Shown _ -> {
                    }
                }
                if (isChecked && block.use() instanceof Block.Use.Output) {
                    assertThat(block.text()).contains("All is done.");
                }
            }
            assertThat(isChecked).as("a check at the end of %s", page).isTrue();
            assertThat(lab).as("what the page removes at its end").doesNotExist();
            reader.stop();
        }
    }

    private static void missesEverything(Path folder, String number) throws Exception {
        ProductProcess.Finished check = ProductProcess.run(folder, "lab", "check", number);

        assertThat(check.exitCode()).as(check.output()).isEqualTo(MISSING);
        assertThat(check.output()).contains("  missing  ", "\nNext: ")
                .doesNotContain("All is done");
        assertThat(check.output().lines().filter(line -> line.startsWith("  missing  ")).count())
                .as(check.output()).isGreaterThan(3);
    }

    @Test
    void wrongUseIsSaidInOneSentence(@TempDir Path folder) throws Exception {
        refused(folder, "Which lab?", "lab", "start");
        refused(folder, "There is no lab 99", "lab", "check", "99");
        refused(folder, "Lab 1 was not begun", "lab", "check", "1");
        refused(folder, "--port: 70000", "lab", "start", "1", "--port", "70000");
        Path own = Files.createDirectory(folder.resolve("own"));
        Files.writeString(own.resolve("letter.txt"), "mine");
        refused(folder, "is not empty", "lab", "start", "1", "--dir", "own");
        refused(folder, "was not begun", "lab", "stop", "1", "--dir", "own", "--remove");
        assertThat(own.resolve("letter.txt")).hasContent("mine");
    }

    private static void refused(Path folder, String words, String... arguments) throws Exception {
        ProductProcess.Finished command = ProductProcess.run(folder, arguments);
        assertThat(command.exitCode()).as(command.output()).isEqualTo(2);
        assertThat(command.output()).contains("quorate: ", words);
    }
}
