package io.quorate.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BegunFolderTest {
    @TempDir
    private Path folder;
    private Path ticket;
    private Path data;
    private BegunFolder begun;

    @BeforeEach
    void makeTicket() throws IOException {
        ticket = Files.writeString(folder.resolve("ticket"), "0x11\n");
        data = folder.resolve("data");
        begun = new BegunFolder(data);
    }

    @Test
    void anEmptyFolderIsNotBegun() {
        assertThatThrownBy(begun::requireBegun).isInstanceOf(OperatorException.class)
                .hasMessageContaining("--first-log").hasMessageContaining("--after-loss");
    }

    @Test
    void aNewOneGetsTheTicketOnce() throws IOException {
        begun.beginNew(ticket);
        begun.requireBegun();
        assertThat(data.resolve("first-log")).hasContent("0x11");
        Files.delete(data.resolve("first-log")); // as the first start does
        assertThatThrownBy(() -> begun.beginNew(ticket)).isInstanceOf(OperatorException.class)
                .hasMessageContaining("begun before");
        assertThat(data.resolve("first-log")).doesNotExist();
    }

    @Test
    void aRunThatWasCutOffIsRepeated() throws IOException {
        begun.beginNew(ticket);
        Files.delete(data.resolve("begun"));
        assertThatThrownBy(begun::requireBegun).isInstanceOf(OperatorException.class);
        begun.beginNew(ticket);
        begun.requireBegun();
    }

    @Test
    void oneThatReplacesALostDiskHasNoTicket() throws IOException {
        begun.beginAfterLoss();
        begun.requireBegun();
        assertThat(data.resolve("first-log")).doesNotExist();
    }

    @Test
    void aFolderInUseIsLeftAlone() throws IOException {
        Files.createDirectories(data.resolve("ordering"));
        assertThatThrownBy(() -> begun.beginNew(ticket)).hasMessageContaining("ordering");
        assertThatThrownBy(begun::beginAfterLoss).hasMessageContaining("ordering");
    }
}
