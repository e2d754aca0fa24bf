package io.quorate.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.quorate.genesis.Genesis;
import io.quorate.ledger.Ledger;
import io.quorate.state.storage.RocksDbConfig;
import io.quorate.state.storage.RocksDbKeyValueStore;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running replica is asked for a copy of its database, and for nothing else. */
class ControlSocketTest {
    private static final Genesis GENESIS = Genesis.parse("test",
            "{\"config\":{\"chainId\":5,\"terminalTotalDifficulty\":0},\"gasLimit\":\"0x1000000\",\"alloc\":{}}"
                    .getBytes(StandardCharsets.UTF_8));

    @TempDir
    Path folder;

    private RocksDbKeyValueStore store;
    private Ledger ledger;
    private AutoCloseable socket;

    @BeforeEach
    void start() throws IOException {
        store = RocksDbKeyValueStore.open(folder.resolve("chain"), RocksDbConfig.SMALL);
        ledger = Ledger.open(store, GENESIS.block());
        Files.writeString(folder.resolve(ControlSocket.FILE_NAME), "left by a kill");
        socket = ControlSocket.start(folder, ledger, new OperatorLog(0));
    }

    @AfterEach
    void stop() throws Exception {
        socket.close();
        store.close();
    }

    @Test
    void copiesTheDatabaseOnceToAPlace() throws Exception {
        Path copy = folder.resolve("copy");
        try (ControlClient client = ControlClient.connect(folder)) {
            client.checkpoint(copy);
            assertThat(client.proof(1)).isEmpty();
            assertThatExceptionOfType(OperatorException.class)
                    .isThrownBy(() -> client.checkpoint(copy)).withMessageContaining("exists");
        }
        try (RocksDbKeyValueStore read = RocksDbKeyValueStore.openReadOnly(copy,
                RocksDbConfig.SMALL)) {
            assertThat(Ledger.open(read, GENESIS.block()).head()).isEqualTo(ledger.head());
        }
    }

    @Test
    void isForItsOwnerAloneAndGoesWithTheReplica() throws Exception {
        Path file = folder.resolve(ControlSocket.FILE_NAME);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        socket.close();
        assertThat(file).doesNotExist();
        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> ControlClient.connect(folder))
                .withMessageContaining("takes no orders");
    }

    @Test
    void answersNonsenseWithAnError() throws Exception {
        try (ControlChannel channel = connect()) {
            for (String line : new String[]{"", "[]", "{", "{\"do\":\"stop\"}",
                    "{\"do\":\"checkpoint\"}", "{\"do\":\"checkpoint\",\"to\":\"relative\"}",
                    "{\"do\":\"proof\",\"slot\":0}", "{\"do\":\"proof\",\"slot\":1e40}",
                    "{\"do\":\"checkpoint\",\"to\":\"/a\\u0000b\"}"}) {
                channel.write(line);
                assertThat(channel.read(1_000)).as(line).startsWith("{\"error\":");
            }
        }
    }

    @Test
    void readsNoLineWithoutEnd() throws Exception {
        try (ControlChannel channel = connect()) {
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
                channel.write("x".repeat(ControlMessages.REQUEST_BYTES_MAX + 1));
                channel.read(1_000);
            });
        }
        try (ControlClient next = ControlClient.connect(folder)) {
            assertThat(next.proof(1)).isEmpty();
        }
    }

    /** A socket's path has some hundred bytes at most. */
    @Test
    void goesWithoutWhereThePathIsTooLong() throws Exception {
        Path deep = Files.createDirectories(folder.resolve("d".repeat(120)));
        try (AutoCloseable none = ControlSocket.start(deep, ledger, new OperatorLog(0))) {
            assertThat(none).isNotInstanceOf(ControlSocket.class);
            assertThat(deep.resolve(ControlSocket.FILE_NAME)).doesNotExist();
        }
    }

    @Test
    void messagesComeBackAsTheyWere() {
        for (ControlMessages.Request request : new ControlMessages.Request[]{
                new ControlMessages.Request.Checkpoint(Path.of("/a/b \"c\"")),
                new ControlMessages.Request.Proof(7)}) {
            assertThat(ControlMessages.request(ControlMessages.encode(request)))
                    .isEqualTo(request);
        }
        CertifiedSlot proof = new CertifiedSlot(java.util.List.of(Bytes.of(1, 2), Bytes.of(3)),
                Bytes.of(4));
        assertThat(ControlMessages.readProof(ControlMessages.answer(
                ControlMessages.proof(Optional.of(proof))))).contains(proof);
        assertThatIllegalArgumentException().isThrownBy(() -> ControlMessages.readProof(
                ControlMessages.answer("{\"records\":[],\"certificate\":\"0x\"}")));
    }

    private ControlChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(folder.resolve(ControlSocket.FILE_NAME)));
        return new ControlChannel(channel);
    }
}
