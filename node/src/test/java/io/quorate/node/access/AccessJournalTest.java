package io.quorate.node.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.jsonrpc.AccessLog;
import io.quorate.node.OperatorException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessJournalTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-26T12:00:00Z"),
            ZoneOffset.UTC);

    @TempDir
    private Path folder;

    private static AccessLog.Entry read(String identity, String target) {
        return new AccessLog.Entry(identity, "127.0.0.1", "eth_call", target, "latest", 0, 17);
    }

    /** Each file gets some three lines. */
    private void write(int lines) {
        try (AccessJournal journal = new AccessJournal(folder, NOON, 600)) {
            for (int i = 0; i < lines; i++) {
                journal.answered(read("\"alice\"", "0x0" + i));
                journal.answered(read("anonymous", "0x0" + i));
            }
        }
    }

    private List<JournalLine> lines() {
        List<JournalLine> lines = new ArrayList<>();
        JournalReader.read(folder, lines::add);
        return lines;
    }

    @Test
    void keepsWhoSaidWhoTheyAreOverRestartsAndFiles() {
        write(4);
        write(4);
        assertThat(lines()).extracting(JournalLine::seq).containsExactly(1L, 2L, 3L, 4L, 5L, 6L,
                7L, 8L);
        assertThat(lines()).extracting(JournalLine::identity).containsOnly("\"alice\"");
        assertThat(JournalFiles.in(folder).size()).isGreaterThan(1);
        try (AccessJournal journal = new AccessJournal(folder)) {
            assertThat(journal.head().count()).isEqualTo(8);
            assertThat(journal.head().hash()).isEqualTo(lines().getLast().hash());
        }
    }

    @Test
    void noticesEachLineThatIsChangedOrGoneAndEachFileThatIsMissing() throws IOException {
        write(8);
        List<Path> files = JournalFiles.in(folder);
        for (Path file : files) {
            byte[] content = Files.readAllBytes(file);
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                boolean isLastOfAll = file.equals(files.getLast()) && i == lines.size() - 1;
                List<String> changed = new ArrayList<>(lines);
                changed.set(i, lines.get(i).replace("eth_call", "eth_cell"));
                Files.write(file, changed);
                requireNoticed();
                changed.remove(i);
                Files.write(file, changed);
                if (!isLastOfAll) { // its hash is what has to be noted elsewhere
                    requireNoticed();
                }
                changed.add(i, lines.get(i));
                changed.add(i, lines.get(i));
                Files.write(file, changed);
                requireNoticed();
            }
            Files.write(file, content);
            if (!file.equals(files.getLast())) {
                Path away = folder.resolve("away");
                Files.move(file, away);
                requireNoticed();
                Files.move(away, file);
            }
        }
        assertThat(lines()).hasSize(8);
    }

    private void requireNoticed() {
        assertThatThrownBy(this::lines).isInstanceOf(OperatorException.class);
    }

    @Test
    void goesOnAfterALineThatACrashCutOff() throws IOException {
        write(1);
        Path file = JournalFiles.in(folder).getLast();
        Files.writeString(file, "{\"seq\":2,\"time\":\"2026", StandardOpenOption.APPEND);
        assertThat(lines()).hasSize(1);
        write(1);
        assertThat(lines()).hasSize(2);
        Files.writeString(JournalFiles.from(folder, 3), "{\"se");
        write(1);
        assertThat(lines()).hasSize(3);
    }

    @Test
    void doesNotGoOnBehindADamagedLine() throws IOException {
        write(1);
        Files.writeString(JournalFiles.in(folder).getLast(), "no line\n",
                StandardOpenOption.APPEND);
        assertThatThrownBy(() -> new AccessJournal(folder)).isInstanceOf(OperatorException.class)
                .hasMessageContaining("its last line is damaged");
    }

    @Test
    void reportsWhatIsAskedFor() {
        try (AccessJournal journal = new AccessJournal(folder, NOON, 1 << 20)) {
            journal.answered(read("alice", "0xAA"));
            journal.answered(read("bob", "0xaa"));
            journal.answered(new AccessLog.Entry("bob", "127.0.0.1", "eth_getLogs", "", "", -32005,
                    1));
        }
        assertThat(report(new ReadsReport.Question(Optional.of("0xaA"), Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty())))
                .contains("alice  eth_call  0xAA  at latest", "bob", "2 reads of 3")
                .doesNotContain("eth_getLogs");
        assertThat(report(new ReadsReport.Question(Optional.empty(), Optional.of("bob"),
                Optional.of("eth_getLogs"), Optional.empty(), Optional.empty())))
                .contains("bob  eth_getLogs  refused with -32005", "1 read of 3");
        assertThat(report(new ReadsReport.Question(Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.of(NOON.instant().plusMillis(1)), Optional.empty())))
                .startsWith("0 reads of 3");
    }

    private String report(ReadsReport.Question question) {
        StringWriter out = new StringWriter();
        ReadsReport.print(folder, question, false, new PrintWriter(out));
        return out.toString();
    }

    @Test
    void aJournalThatIsNotThereIsSaidToBe() {
        assertThatThrownBy(() -> JournalReader.read(folder, _ -> {}))
                .hasMessageContaining("no access journal");
    }
}
