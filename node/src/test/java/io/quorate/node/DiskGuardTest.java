package io.quorate.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskGuardTest {
    private static final long MEBIBYTE = 1 << 20;

    private final AtomicLong free = new AtomicLong(1_000 * MEBIBYTE);
    private final AtomicInteger stops = new AtomicInteger();
    private final DiskGuard guard = guard(256 * MEBIBYTE);

    private DiskGuard guard(long freeMin) {
        return new DiskGuard(free::get, freeMin, new OperatorLog(0), stops::incrementAndGet);
    }

    private void look(long freeMib) {
        free.set(freeMib * MEBIBYTE);
        guard.check();
    }

    @Test
    void warnsFirstAndThenStopsOnce() {
        look(512);
        assertThat(guard.room()).isEqualTo(DiskGuard.Room.ENOUGH);
        look(511);
        assertThat(guard.room()).isEqualTo(DiskGuard.Room.LOW);
        assertThat(stops).hasValue(0);
        look(600);
        assertThat(guard.room()).as("room was made").isEqualTo(DiskGuard.Room.ENOUGH);
        look(256);
        assertThat(guard.room()).isEqualTo(DiskGuard.Room.LOW);
        look(255);
        assertThat(guard.room()).isEqualTo(DiskGuard.Room.NONE);
        look(254);
        assertThat(stops).hasValue(1);
    }

    /** It is stopping already: a file that is deleted now does not bring it back half-way. */
    @Test
    void doesNotChangeItsMind() {
        look(3);
        look(900);
        assertThat(guard.room()).isEqualTo(DiskGuard.Room.NONE);
        assertThat(stops).hasValue(1);
    }

    @Test
    void neverStopsWithoutALimit() {
        DiskGuard unlimited = guard(0);
        free.set(0);
        unlimited.check();
        assertThat(unlimited.room()).isEqualTo(DiskGuard.Room.ENOUGH);
        assertThat(stops).hasValue(0);
    }

    @Test
    void refusesToBeginWithoutRoom() {
        Path folder = Path.of("/data");
        assertThatThrownBy(() -> DiskGuard.requireRoom(() -> 12 * MEBIBYTE, 256 * MEBIBYTE, folder))
                .isInstanceOf(OperatorException.class).hasMessage("The disk of /data has 12 MiB"
                        + " free, and storage.min-free-mib is 256. Make room, or set it lower.");
        assertThatCode(() -> DiskGuard.requireRoom(() -> 256 * MEBIBYTE, 256 * MEBIBYTE, folder))
                .doesNotThrowAnyException();
    }

    @Test
    void asksTheDiskOfTheFolder(@TempDir Path folder) {
        assertThat(DiskGuard.usableBytes(folder).getAsLong()).isPositive();
    }
}
