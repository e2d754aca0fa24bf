package io.quorate.node.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.jsonrpc.FindingCode;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Logs as replicas write them. */
class LogReaderTest {
    private static final String AT = "2026-11-26T21:21:51.526Z ";
    private static final String STARTED = AT
            + "INFO  quorate replica started replica=3 chainId=2026 block=7 dataDir=data";

    private static List<FindingCode> codes(String... lines) {
        return LogReader.parse("r3.log", List.of(lines)).lines().stream()
                .map(LogFacts.Line::code).toList();
    }

    @Test
    void knowsWhatStoppedAReplica() {
        assertThat(codes(STARTED, AT + "ERROR quorate the disk is full: the replica stops; make"
                + " room and start it again replica=3 freeMiB=1 minMiB=256"))
                .containsExactly(FindingCode.DISK_FULL);
        assertThat(codes("quorate: JSON-RPC cannot be served on 127.0.0.1:8545: Address in use."))
                .containsExactly(FindingCode.PORT_TAKEN);
        assertThat(codes(STARTED, "java.lang.OutOfMemoryError: Java heap space"))
                .containsExactly(FindingCode.LOW_MEMORY);
        assertThat(codes("quorate: the log file data/ordering/1.wal is damaged at record 3: x"))
                .containsExactly(FindingCode.LOG_CORRUPT);
        assertThat(codes(STARTED, AT + "INFO  quorate peers connected replica=3")).isEmpty();
    }

    @Test
    void aNewStartIsANewStory() {
        assertThat(codes("quorate: cannot listen on 127.0.0.1:30303", STARTED)).isEmpty();
    }

    @Test
    void aRefusalIsOverOnceThereIsALink() {
        String refused = AT + "WARN  TlsTransport refused replica=1: protocolVersion differs: ours"
                + " is 7, theirs is 8 suppressed=0";
        LogFacts facts = LogReader.parse("r3.log", List.of(STARTED, refused));
        assertThat(facts.replica()).isEqualTo(OptionalInt.of(3));
        assertThat(facts.lines()).singleElement().satisfies(line -> {
            assertThat(line.code()).isEqualTo(FindingCode.VERSION_MISMATCH);
            assertThat(line.about()).isEqualTo(OptionalInt.of(1));
        });
        assertThat(codes(STARTED, refused,
                AT + "INFO  TlsTransport peer connected replica=1 by=us")).isEmpty();
        assertThat(codes(STARTED, AT + "WARN  TlsTransport refused by replica=2: window differs:"
                + " ours is 64, theirs is 32")).containsExactly(FindingCode.GENESIS_DIFFERS);
    }

    @Test
    void showsNoControlCharacters() {
        assertThat(LogReader.parse("x", List.of("OutOfMemoryError \u001b[31m")).lines())
                .singleElement().satisfies(line -> assertThat(line.text())
                        .isEqualTo("OutOfMemoryError ?[31m"));
    }
}
