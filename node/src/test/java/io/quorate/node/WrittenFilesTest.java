package io.quorate.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.bft.MemberId;
import io.quorate.bft.core.message.Evidence;
import io.quorate.bft.runtime.Misconduct;
import io.quorate.bft.runtime.OrderingLogs;
import io.quorate.bft.wal.WalConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files beside the database, as a kill may leave them at each step of their writing: the next start goes on. */
class WrittenFilesTest {
    private static final Bytes INCARNATION = Bytes.repeat((byte) 7, 16);
    private static final MemberId MEMBER = new MemberId(1);

    @TempDir
    private Path folder;

    @Test
    void aFileIsWholeOrAsItWas() throws IOException {
        Path file = folder.resolve("file");
        Files.writeString(folder.resolve("file.new"), "half of somethi"); // killed before it was renamed
        WholeFile.write(file, "first".getBytes(StandardCharsets.US_ASCII));
        assertThat(file).hasContent("first");
        assertThat(folder.resolve("file.new")).doesNotExist();
        Files.writeString(folder.resolve("file.new"), "sec");
        assertThat(file).hasContent("first");
        WholeFile.write(file, "second".getBytes(StandardCharsets.US_ASCII));
        assertThat(file).hasContent("second");
    }

    @Test
    void aHalfWrittenProofIsNoneAndIsWrittenAgain() throws IOException {
        Path evidence = Files.createDirectory(folder.resolve("evidence"));
        Files.writeString(evidence.resolve("replica-3-two-first-votes.hex.new"), "0x01");
        EvidenceFolder kept = new EvidenceFolder(evidence);
        assertThat(kept.count()).isZero();
        Path file = kept.keep(new Misconduct(3, Evidence.Kind.TWO_FIRST_VOTES,
                Bytes.fromHexString("0x0102")));
        assertThat(Files.readString(file)).isEqualTo("0x0102\n");
        assertThat(kept.count()).isEqualTo(1);
    }

    /** Each step of beginning the first log is done, and then the process is killed; the next start comes to its end. */
    @Test
    void theFirstLogIsBegunOnceWhereverItIsKilled() throws IOException {
        for (int steps = 0; steps <= 3; steps++) {
            Path home = Files.createDirectory(folder.resolve("killed-" + steps));
            WalConfig wal = WalConfig.in(home.resolve("ordering"));
            Path ticket = Files.writeString(home.resolve("first-log"),
                    INCARNATION.toHexString() + "\n");
            if (steps >= 1) {
                OrderingLogs.create(wal, 1, MEMBER, INCARNATION);
            }
            if (steps == 1) { // killed when the segment was there and its owner was not
                Files.delete(home.resolve("ordering").resolve("owner"));
            }
            if (steps == 2) {
                Files.writeString(home.resolve("ordering").resolve("owner.new"), "ha");
            }
            if (steps == 3) {
                Files.delete(ticket);
            }
            FirstLog.byTicket(ticket, wal, 1, MEMBER);
            assertThat(ticket).doesNotExist();
            assertThat(OrderingLogs.incarnation(wal, 1, MEMBER)).isEqualTo(
                    Optional.of(INCARNATION));
        }
    }

    /** The ticket may be cut by the loss of power when the network was laid out: it names no log then. */
    @Test
    void aTicketThatIsCutIsRefused() throws IOException {
        Path ticket = Files.writeString(folder.resolve("first-log"), "0x07g");
        WalConfig wal = WalConfig.in(folder.resolve("ordering"));
        assertThatThrownBy(() -> FirstLog.byTicket(ticket, wal, 1, MEMBER))
                .isInstanceOf(OperatorException.class).hasMessageContaining("first-log");
        assertThat(OrderingLogs.exists(wal)).isFalse();
    }
}
