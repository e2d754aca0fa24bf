package io.quorate.bft.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteAheadLogTest {
    @TempDir
    Path directory;

    @Test
    void replaysWhatWasSynced() {
        try (WriteAheadLog log = open()) {
            assertThat(log.isEmpty()).isTrue();
            assertThat(log.append(payload(1))).isEqualTo(1);
            assertThat(log.append(payload(2))).isEqualTo(2);
            assertThat(log.durableLsn()).isZero();
            assertThat(log.sync()).isEqualTo(2);
        }
        try (WriteAheadLog log = open()) {
            assertThat(replayed(log)).containsExactly(payload(1), payload(2));
            assertThat(log.nextLsn()).isEqualTo(3);
            assertThat(log.durableLsn()).isEqualTo(2);
        }
    }

    @Test
    void forgetsOnlyWhatWasNotSyncedWhenAbandoned() {
        WriteAheadLog log = open();
        log.append(payload(1));
        log.sync();
        log.append(payload(2));
        log.abandon();
        assertThatThrownBy(() -> log.append(payload(3))).isInstanceOf(StorageException.class);
        try (WriteAheadLog again = open()) {
            assertThat(replayed(again)).containsExactly(payload(1));
        }
    }

    /** Appends, and even a new segment, do not wait for a sync under way. */
    @Test
    void syncsWhileAppendsGoOn() throws IOException {
        WalConfig config = new WalConfig(directory, 1000, 1000, 0);
        try (WriteAheadLog log = open(config)) {
            log.append(payload(1));
            PendingSync sync = log.beginSync();
            log.append(payload(2));
            assertThat(log.durableLsn()).isZero();
            sync.force();
            assertThat(log.endSync(sync)).isEqualTo(1);
            assertThat(log.durableLsn()).isEqualTo(1);

            PendingSync acrossSegments = log.beginSync();
            for (int i = 3; i <= 60; i++) {
                log.append(payload(i));
            }
            assertThat(segments().size()).isGreaterThan(2);
            acrossSegments.force();
            assertThat(log.endSync(acrossSegments)).isEqualTo(log.durableLsn()).isGreaterThan(2);
        }
        try (WriteAheadLog log = open(config)) {
            assertThat(replayed(log)).hasSize(60);
        }
    }

    @Test
    void takesRecordsLongerThanItsBuffer() {
        Bytes large = Bytes.wrap(new byte[700_001]).not();
        try (WriteAheadLog log = open()) {
            log.append(payload(1));
            log.append(large);
            log.append(payload(3));
        }
        try (WriteAheadLog log = open()) {
            assertThat(replayed(log)).containsExactly(payload(1), large, payload(3));
        }
    }

    @Test
    void refusesEmptyAndOversizeRecords() {
        try (WriteAheadLog log = open(new WalConfig(directory, 1 << 20, 100, 0))) {
            assertThatThrownBy(() -> log.append(Bytes.EMPTY))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> log.append(Bytes.wrap(new byte[101])))
                    .hasMessageContaining("101").isInstanceOf(IllegalArgumentException.class);
            assertThat(log.append(Bytes.wrap(new byte[100]))).isEqualTo(1);
        }
    }

    /** The last group is cut short at each of its bytes: what came before is kept, always. */
    @Test
    void cutsATornTailAtEveryByte() throws IOException {
        WalConfig config = new WalConfig(directory, 1 << 20, 1000, 0);
        long keptBytes;
        try (WriteAheadLog log = open(config)) {
            log.append(payload(1));
            log.append(payload(2));
            log.sync();
            keptBytes = log.sizeBytes();
            log.append(payload(3));
            log.append(payload(4));
        }
        Path file = segments().getFirst();
        byte[] whole = Files.readAllBytes(file);
        int record = (int) (whole.length - keptBytes) / 2;
        for (int length = (int) keptBytes; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            int kept = length < keptBytes + record ? 2 : 3;
            try (WriteAheadLog log = open(config)) {
                assertThat(replayed(log)).as("cut at %d", length).hasSize(kept);
                assertThat(log.append(payload(9))).isEqualTo(kept + 1);
            }
            try (WriteAheadLog log = open(config)) {
                assertThat(replayed(log)).hasSize(kept + 1).last().isEqualTo(payload(9));
            }
        }
    }

    /** The first pages of an unsynced group may be missing while later ones arrived. */
    @Test
    void cutsAnUnsyncedGroupWithAHole() throws IOException {
        WalConfig config = new WalConfig(directory, 1 << 20, 1000, 0);
        long syncedBytes;
        try (WriteAheadLog log = open(config)) {
            log.append(payload(1));
            log.sync();
            syncedBytes = log.sizeBytes();
            log.append(payload(2));
            log.append(payload(3));
        }
        Path file = segments().getFirst();
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, (int) syncedBytes, (int) syncedBytes + 45, (byte) 0);
        Files.write(file, bytes);
        assertThat(WriteAheadLog.open(config)).isInstanceOfSatisfying(Opened.Ready.class, ready -> {
            assertThat(ready.cutBytes()).isPositive();
            assertThat(replayed(ready.log())).containsExactly(payload(1));
            ready.log().close();
        });
    }

    @Test
    void reportsEveryFlippedBitInTheMiddleAsDamage() throws IOException {
        try (WriteAheadLog log = open()) {
            for (int i = 1; i <= 4; i++) {
                log.append(payload(i));
                log.sync();
            }
        }
        Path file = segments().getFirst();
        byte[] whole = Files.readAllBytes(file);
        int recordBytes = RecordFormat.HEADER_BYTES + payload(1).size();
        int third = SegmentHeader.BYTES + 2 * recordBytes;
        for (int at = 0; at < third; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) (1 << at % 8);
            Files.write(file, flipped);
            Opened opened = WriteAheadLog.open(WalConfig.in(directory));
            boolean isPadding = at >= 44 && at < SegmentHeader.BYTES;
            if (isPadding) {
                assertThat(opened).isInstanceOf(Opened.Ready.class);
                ((Opened.Ready) opened).log().abandon();
            } else {
                assertThat(opened).as("flip at %d", at).isInstanceOf(Opened.Damaged.class);
            }
        }
    }

    @Test
    void namesTheDamagedRecord() throws IOException {
        try (WriteAheadLog log = open()) {
            for (int i = 1; i <= 4; i++) {
                log.append(payload(i));
                log.sync();
            }
        }
        Path file = segments().getFirst();
        byte[] bytes = Files.readAllBytes(file);
        bytes[SegmentHeader.BYTES + RecordFormat.HEADER_BYTES + payload(1).size() + 50] ^= 1;
        Files.write(file, bytes);
        assertThat(WriteAheadLog.open(WalConfig.in(directory)))
                .isInstanceOfSatisfying(Opened.Damaged.class, damaged -> {
                    assertThat(damaged.lsn()).isEqualTo(2);
                    assertThat(damaged.segment()).isEqualTo(file);
                });
        assertThat(Files.readAllBytes(file)).as("files stay as they were").isEqualTo(bytes);
    }

    @Test
    void dropsWholeSegmentsBelowAnLsn() throws IOException {
        WalConfig config = new WalConfig(directory, 1000, 1000, 0);
        try (WriteAheadLog log = open(config)) {
            for (int i = 1; i <= 100; i++) {
                log.append(payload(i));
            }
            int before = segments().size();
            log.truncateBelow(60);
            assertThat(segments().size()).isBetween(3, before / 2 + 1);
            log.truncateBelow(1000);
            assertThat(segments()).hasSize(1);
        }
        try (WriteAheadLog log = open(config)) {
            List<Long> lsns = new ArrayList<>();
            log.replay((lsn, payload) -> {
                assertThat(payload).isEqualTo(payload((int) lsn));
                lsns.add(lsn);
            });
            assertThat(lsns).isNotEmpty().last().isEqualTo(100L);
            assertThat(log.append(payload(101))).isEqualTo(101);
        }
    }

    @Test
    void reportsAMissingOrForeignSegmentAsDamage(@TempDir Path other) throws IOException {
        WalConfig config = new WalConfig(directory, 1000, 1000, 0);
        for (WalConfig each : List.of(config, new WalConfig(other, 1000, 1000, 0))) {
            try (WriteAheadLog log = open(each)) {
                for (int i = 1; i <= 60; i++) {
                    log.append(payload(i));
                }
            }
        }
        Path second = segments().get(1);
        byte[] original = Files.readAllBytes(second);
        Files.copy(other.resolve(second.getFileName()), directory.resolve("copy"));
        Files.delete(second);
        assertThat(WriteAheadLog.open(config)).isInstanceOf(Opened.Damaged.class);
        Files.move(directory.resolve("copy"), second);
        assertThat(WriteAheadLog.open(config)).isInstanceOf(Opened.Damaged.class);
        Files.write(second, original);
        try (WriteAheadLog log = open(config)) {
            assertThat(replayed(log)).hasSize(60);
        }
    }

    @Test
    void ignoresASegmentThatWasNeverFinished() throws IOException {
        try (WriteAheadLog log = open()) {
            log.append(payload(1));
        }
        Files.write(directory.resolve("0000000000000002.new"), new byte[7]);
        try (WriteAheadLog log = open()) {
            assertThat(replayed(log)).containsExactly(payload(1));
        }
    }

    @Test
    void refusesASecondLogOnTheSameDirectory() {
        try (WriteAheadLog log = open()) {
            log.append(payload(1));
            assertThat(WriteAheadLog.open(WalConfig.in(directory)))
                    .isEqualTo(new Opened.InUse(directory));
        }
        open().close();
    }

    /** The other process ends without closing anything; then the directory is free, its record there. */
    @Test
    void refusesALogThatAnotherProcessHasOpen() throws Exception {
        Process other = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                LockHolder.class.getName(),
                directory.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            assertThat(other.getInputStream().read()).isEqualTo('\n');
            assertThat(WriteAheadLog.open(WalConfig.in(directory)))
                    .isEqualTo(new Opened.InUse(directory));
            other.getOutputStream().close();
            assertThat(other.waitFor(20, TimeUnit.SECONDS)).isTrue();
            try (WriteAheadLog log = open()) {
                assertThat(replayed(log)).containsExactly(Bytes.of(1, 2, 3));
            }
        } finally {
            other.destroyForcibly();
        }
    }

    private WriteAheadLog open() {
        return open(WalConfig.in(directory));
    }

    private static WriteAheadLog open(WalConfig config) {
        return switch (WriteAheadLog.open(config)) {
            case Opened.Ready(WriteAheadLog log, long cutBytes) -> log;
            case Opened.Damaged damaged -> throw new AssertionError(damaged.toString());
            case Opened.InUse inUse -> throw new AssertionError(inUse.toString());
        };
    }

    private static List<Bytes> replayed(WriteAheadLog log) {
        List<Bytes> payloads = new ArrayList<>();
        log.replay((lsn, payload) -> payloads.add(payload));
        return payloads;
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".wal")).sorted().toList();
        }
    }

    private static Bytes payload(int number) {
        return Bytes.wrap(String.format("payload of record %05d", number).getBytes(
                java.nio.charset.StandardCharsets.UTF_8));
    }
}
