package io.quorate.bft.wal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerFileTest {
    @TempDir
    Path directory;

    private WriteAheadLog open() {
        return ((Opened.Ready) WriteAheadLog.open(WalConfig.in(directory))).log();
    }

    @Test
    void tellsTheOwnerForAsLongAsTheLogLives() {
        WalConfig config = WalConfig.in(directory);
        try (WriteAheadLog log = open()) {
            assertThat(OwnerFile.read(config, log)).isEmpty();
            OwnerFile.write(config, log, Bytes.of(1, 2, 3));
            assertThat(OwnerFile.read(config, log)).contains(Bytes.of(1, 2, 3));
        }
        try (WriteAheadLog log = open()) {
            assertThat(OwnerFile.read(config, log)).contains(Bytes.of(1, 2, 3));
        }
    }

    /** Only the segments were lost: the file that is left speaks of another log. */
    @Test
    void saysNothingAboutALogThatCameAfterIt() throws IOException {
        WalConfig config = WalConfig.in(directory);
        try (WriteAheadLog log = open()) {
            OwnerFile.write(config, log, Bytes.of(1));
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".wal")).toList()) {
                Files.delete(file);
            }
        }
        try (WriteAheadLog log = open()) {
            assertThat(OwnerFile.exists(config)).isTrue();
            assertThat(OwnerFile.read(config, log)).isEmpty();
        }
    }

    @Test
    void isNotReadWhereItIsDamaged() throws IOException {
        WalConfig config = WalConfig.in(directory);
        try (WriteAheadLog log = open()) {
            OwnerFile.write(config, log, Bytes.of(1));
            Path file = directory.resolve("owner");
            byte[] bytes = Files.readAllBytes(file);
            for (int i = 0; i < bytes.length; i++) {
                byte[] bad = bytes.clone();
                bad[i] ^= 1;
                Files.write(file, bad);
                assertThat(OwnerFile.read(config, log)).as("byte " + i).isEmpty();
            }
        }
    }
}
