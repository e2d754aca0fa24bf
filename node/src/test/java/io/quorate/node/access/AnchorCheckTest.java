package io.quorate.node.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.jsonrpc.AccessLog;
import io.quorate.node.OperatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator could do to a journal whose node anchored it, and how it shows. */
class AnchorCheckTest {
    @TempDir
    private Path folder;
    private final List<ReadAnchor> anchors = new ArrayList<>();

    /** Ten reads by {@code name}, of which the fourth and the eighth are anchored for {@code number}. */
    private Path journal(String name, long number) {
        Path journal = folder.resolve(name);
        try (AccessJournal written = new AccessJournal(journal, Clock.systemUTC(), 600)) {
            for (int i = 1; i <= 10; i++) {
                written.answered(new AccessLog.Entry(name, "127.0.0.1", "eth_call", "0x" + i,
                        "latest", 0, 17));
                if (i % 4 == 0) {
                    AccessJournal.Head head = written.head();
                    anchors.add(new ReadAnchor(head.count(), 100L + i, number,
                            Bytes32.wrap(head.hash())));
                }
            }
        }
        return journal;
    }

    private String check(Path journal, OptionalLong number) {
        AnchorCheck check = new AnchorCheck(2, anchors, number);
        return check.end(JournalReader.read(journal, check::line));
    }

    @Test
    void anUntouchedJournalAgrees() {
        assertThat(check(journal("alice", 1), OptionalLong.empty())).isEqualTo(
                "2 anchors of node 2, journal 1, agree; the last, of block 108, vouches for 8 of 10"
                        + " lines");
    }

    @Test
    void anEndThatIsCutOffIsFound() throws IOException {
        Path journal = journal("alice", 1);
        List<Path> files = JournalFiles.in(journal);
        Files.delete(files.getLast());
        Files.delete(files.get(files.size() - 2));

        assertThatThrownBy(() -> check(journal, OptionalLong.empty()))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("anchored 8 lines until block 108: its end was cut off");
    }

    /** All hashes right, but other reads: as somebody would write it who knows how. */
    @Test
    void aJournalThatIsWrittenAnewIsFound() {
        journal("alice", 1);
        Path forged = folder.resolve("forged");
        try (AccessJournal written = new AccessJournal(forged)) {
            for (int i = 1; i <= 10; i++) {
                written.answered(new AccessLog.Entry("bob", "127.0.0.1", "eth_call", "0x" + i,
                        "latest", 0, 17));
            }
        }
        assertThatThrownBy(() -> check(forged, OptionalLong.empty()))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("Line 4 is not the one that node 2 anchored in block 104");
    }

    @Test
    void aChangedLineIsFoundByTheChainOfHashes() throws IOException {
        Path journal = journal("alice", 1);
        Path first = JournalFiles.in(journal).getFirst();
        Files.writeString(first, Files.readString(first).replace("0x2", "0x9"));

        assertThatThrownBy(() -> check(journal, OptionalLong.empty()))
                .isInstanceOf(OperatorException.class).hasMessageContaining("line 2");
    }

    @Test
    void anotherJournalDoesNotHideTheOneBefore() {
        Path first = journal("alice", 1);
        Path second = journal("bob", 2);

        assertThatThrownBy(() -> check(second, OptionalLong.empty()))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("after journal 1 with 8 anchored lines: ask for both");
        assertThat(check(first, OptionalLong.of(1))).contains("journal 1, agree");
        assertThat(check(second, OptionalLong.of(2))).contains("journal 2, agree");
        assertThatThrownBy(() -> check(first, OptionalLong.of(2)))
                .isInstanceOf(OperatorException.class).hasMessageContaining("Line 4 is not");
        assertThatThrownBy(() -> check(first, OptionalLong.of(3)))
                .isInstanceOf(OperatorException.class).hasMessageContaining("no journal 3");
    }

    @Test
    void aNodeThatAnchoredNothingIsSaidToHaveNone() {
        assertThatThrownBy(() -> new AnchorCheck(7, List.of(), OptionalLong.empty()))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("Node 7 has anchored nothing");
    }
}
