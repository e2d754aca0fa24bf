package io.quorate.bft.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.fuzz.Fuzzer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log file in any state gives a prefix of what was written, or is reported damaged. */
class LogFuzzTest {
    private static final int RECORDS = 12;
    private static final int RECORD_BYTES_MAX = 1_000;

    @TempDir
    private Path directory;

    private static Bytes payload(int index) {
        return Bytes.repeat((byte) index, 1 + 7 * index);
    }

    private byte[] goodSegment(Path folder) throws IOException {
        try (WriteAheadLog log = open(folder)) {
            for (int i = 1; i <= RECORDS; i++) {
                log.append(payload(i));
                if (i % 4 == 0) {
                    log.sync();
                }
            }
            log.sync();
        }
        return Files.readAllBytes(SegmentFiles.path(folder, 1));
    }

    private static WriteAheadLog open(Path folder) {
        WalConfig config = new WalConfig(folder, 64 << 10, RECORD_BYTES_MAX, 0);
        return ((Opened.Ready) WriteAheadLog.open(config)).log();
    }

    @Test
    void segments() throws IOException {
        byte[] good = goodSegment(directory.resolve("good"));
        Fuzzer fuzzer = new Fuzzer(List.of(good, Arrays.copyOf(good, 700)));

        fuzzer.run(input -> SegmentHeader.decode(ByteBuffer.wrap(input)).map(header -> {
            List<Bytes> records = new ArrayList<>();
            SegmentScan scan = new SegmentScan(ByteBuffer.wrap(input), header, RECORD_BYTES_MAX);
            scan.run((lsn, bytes) -> records.add(bytes));
            requirePrefix(records);
            return records.size() + (scan.isAtEnd() ? " whole"
                    : scan.wasNextSynced() ? " damaged" : " torn");
        }).orElse("no header"));

        assertThat(fuzzer.differentAnswers()).isGreaterThan(3);
    }

    /** Through files, and on: a log that opens takes the next record and has it afterwards. */
    @Test
    void logsThatAreOpenedAndWrittenTo() throws IOException {
        byte[] good = goodSegment(directory.resolve("good"));
        for (int at = 0; at < 900; at++) {
            byte[] bad = good.clone();
            bad[at] ^= (byte) (1 + at % 255);
            Path folder = Files.createDirectory(directory.resolve("flip-" + at));
            Files.write(SegmentFiles.path(folder, 1), bad);
            switch (WriteAheadLog.open(new WalConfig(folder, 64 << 10, RECORD_BYTES_MAX, 0))) {
                case Opened.Ready(WriteAheadLog log, long cutBytes) -> {
                    List<Bytes> records = new ArrayList<>();
                    log.replay((lsn, bytes) -> records.add(bytes));
                    requirePrefix(records);
                    log.append(payload(records.size() + 1));
                    log.sync();
                    log.close();
                    try (WriteAheadLog again = open(folder)) {
                        assertThat(again.nextLsn()).isEqualTo(records.size() + 2);
                    }
                }
                case Opened.Damaged damaged ->
                        assertThat(damaged.reason()).as("flip at " + at).isNotBlank();
                case Opened.InUse _ -> throw new AssertionError("nobody else has it");
            }
        }
    }

    private static void requirePrefix(List<Bytes> records) {
        for (int i = 0; i < records.size(); i++) {
            assertThat(records.get(i)).isEqualTo(payload(i + 1));
        }
    }
}
