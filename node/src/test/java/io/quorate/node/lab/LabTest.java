package io.quorate.node.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.node.OperatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders, process numbers and pages; LabsIT does the labs. */
class LabTest {
    @TempDir
    Path folder;

    @Test
    void everyLabPreparesItsFolderAndMissesEverythingBeforeIt() {
        for (Lab lab : Lab.all()) {
            LabFolder made = LabFolder.create(lab.number(),
                    folder.resolve(String.valueOf(lab.number())), 1);
            lab.prepare(made);

            assertThat(LabFolder.open(lab.number(), made.path())).isEqualTo(made);
            assertThat(lab.check(made)).as(lab.title()).anySatisfy(finding -> assertThat(finding)
                    .isInstanceOf(Finding.Missing.class))
                    .filteredOn(Finding.Missing.class::isInstance).hasSizeGreaterThan(3);
            made.remove();
            assertThat(made.path()).doesNotExist();
        }
    }

    @Test
    void takesNobodyElsesFolder() throws IOException {
        Files.writeString(folder.resolve("letter.txt"), "mine");
        assertThatThrownBy(() -> LabFolder.create(1, folder, 8610))
                .isInstanceOf(OperatorException.class).hasMessageContaining("is not empty");
        assertThatThrownBy(() -> LabFolder.open(1, folder)).isInstanceOf(OperatorException.class)
                .hasMessageContaining("was not begun");
        Files.writeString(folder.resolve("lab.json"), "{\"lab\": 2, \"port\": 8620}");
        assertThatThrownBy(() -> LabFolder.open(1, folder)).isInstanceOf(OperatorException.class)
                .hasMessageContaining("not of lab 1");
        Files.writeString(folder.resolve("lab.json"), "not JSON");
        assertThatThrownBy(() -> LabFolder.open(1, folder)).isInstanceOf(OperatorException.class)
                .hasMessageContaining("holds no JSON");
    }

    /** This test's own JVM stands for a stranger who got the number of a process that ended. */
    @Test
    void aProcessThatBeganAfterItsFileIsSomebodyElses() throws IOException {
        Path file = Files.writeString(folder.resolve("replica-0.pid"),
                ProcessHandle.current().pid() + "\n");
        assertThat(LabProcesses.running(file)).isPresent();

        Files.setLastModifiedTime(file, FileTime.from(ProcessHandle.current().info()
                .startInstant().map(began -> began.minusSeconds(60)).orElse(Instant.EPOCH)));
        assertThat(LabProcesses.running(file)).isEmpty();

        Files.writeString(file, "1; rm -rf /");
        assertThatThrownBy(() -> LabProcesses.running(file)).isInstanceOf(OperatorException.class)
                .hasMessageContaining("holds no process number");
    }

    @Test
    void readsStepsAndTheFirstCommandsOfAPage() {
        LabPage page = LabPage.of(Path.of("p.md"), List.of("# Lab", "```sh", "start", "```",
                "## 1. First", "```sh", "a", "b", "```", "## 2. Second", "```sh", "c", "```",
                "## Clean up"));

        assertThat(page.steps()).containsExactly("1. First", "2. Second");
        assertThat(page.firstCommands()).containsExactly("a", "b");
    }
}
