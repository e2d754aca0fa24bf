package io.quorate.genesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkInitTest {
    @TempDir
    private Path temp;

    @Test
    void laysOutFilesThatReadBackAsOneNetwork() throws Exception {
        NetworkLayout layout = NetworkInit
                .create(NetworkSpec.onLoopback(4, temp.resolve("net"), 2026));

        Genesis genesis = Genesis.read(layout.genesisFile());
        assertThat(genesis.chainId()).isEqualTo(2026);
        assertThat(genesis.warnings()).isEmpty();
        assertThat(genesis.forks().forkAt(0, 0)).isEqualTo(Fork.OSAKA);
        assertThat(genesis.quorate().feeMode()).isEqualTo(FeeMode.BLIND);
        assertThat(genesis.quorate().validators()).hasSize(4)
                .isEqualTo(
                        layout.replicas().stream().map(NetworkLayout.Replica::validator).toList());
        assertThat(genesis.accounts())
                .containsKey(Address.fromHex("0xca11bde05977b3631167028862be2a173976ca11"));
        for (NetworkLayout.Replica replica : layout.replicas()) {
            NodeSettings settings = ReplicaConfigFile.read(replica.configFile(), Map.of());
            assertThat(settings.genesisFile()).isEqualTo(layout.genesisFile());
            assertThat(settings.keys()).isEqualTo(replica.keys());
            assertThat(settings.p2p().listen()).isEqualTo(replica.validator().endpoint());
            assertThat(settings.rpc().listen())
                    .isEqualTo(new Endpoint("127.0.0.1", 8545 + replica.index()));
            ValidatorKey key = ValidatorKey.read(settings.keys().validatorKey());
            assertThat(genesis.quorate().replicaOf(key.publicKey())).hasValue(replica.index());
            ValidatorKey admin = ValidatorKey.read(replica.dir().resolve("admin.key"));
            assertThat(genesis.quorate().members().orElseThrow().accounts())
                    .contains(new Members.Account("replica-" + replica.index(), admin.address(),
                            Set.of(Members.Role.ADMIN)));
        }
    }

    @Test
    void secretsAreForTheirOwnerAlone() throws Exception {
        NetworkLayout layout = NetworkInit
                .create(NetworkSpec.onLoopback(4, temp.resolve("net"), 1));

        NetworkLayout.Replica replica = layout.replicas().getFirst();
        assertThat(mode(replica.dir())).isEqualTo("rwx------");
        assertThat(mode(replica.keys().validatorKey())).isEqualTo("rw-------");
        assertThat(mode(replica.keys().tlsKey())).isEqualTo("rw-------");
        assertThat(mode(replica.dir().resolve("admin.key"))).isEqualTo("rw-------");
    }

    private static String mode(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void hostsGetTheirEndpointsAndListenToTheNetwork() {
        NetworkLayout layout = NetworkInit.create(new NetworkSpec(4, temp.resolve("net"), 1,
                List.of("a.example", "b.example", "a.example", "127.0.0.1"), 4000, 5000));

        assertThat(layout.replicas()).extracting(r -> r.validator().endpoint().toString())
                .containsExactly("a.example:4000", "b.example:4000", "a.example:4001",
                        "127.0.0.1:4000");
        assertThat(layout.replicas()).extracting(
                r -> ReplicaConfigFile.read(r.configFile(), Map.of()).p2p().listen().toString())
                .containsExactly("0.0.0.0:4000", "0.0.0.0:4000", "0.0.0.0:4001",
                        "127.0.0.1:4000");
    }

    @Test
    void refusesADirectoryThatIsNotEmptyAndLeavesItAlone() throws Exception {
        Files.writeString(temp.resolve("precious"), "x");

        assertThatThrownBy(() -> NetworkInit.create(NetworkSpec.onLoopback(4, temp, 1)))
                .isInstanceOf(ConfigException.class).hasMessageContaining("is not empty");
        assertThat(temp).isDirectoryContaining("glob:**precious");
        try (var entries = Files.list(temp)) {
            assertThat(entries).hasSize(1);
        }
    }

    @Test
    void refusesWhatCannotWorkBeforeAnythingIsWritten() {
        Path dir = temp.resolve("net");
        assertThatThrownBy(() -> NetworkInit.create(NetworkSpec.onLoopback(3, dir, 1)))
                .isInstanceOf(ConfigException.class).hasMessageContaining("--replicas is 3");
        assertThatThrownBy(() -> NetworkInit.create(NetworkSpec.onLoopback(4, dir, 0)))
                .isInstanceOf(ConfigException.class).hasMessageContaining("--chain-id is 0");
        assertThatThrownBy(
                () -> NetworkInit.create(new NetworkSpec(4, dir, 1, List.of("a"), 1, 1)))
                .isInstanceOf(ConfigException.class).hasMessageContaining("--hosts names 1");
        assertThatThrownBy(
                () -> NetworkInit.create(new NetworkSpec(4, dir, 1, List.of(), 65_534, 1)))
                .isInstanceOf(ConfigException.class).hasMessageContaining("replica 2");
        assertThat(dir).doesNotExist();
    }

    @Test
    void aBlsNetworkHasASecretForEachReplica() throws Exception {
        NetworkLayout layout = NetworkInit.create(new NetworkSpec(4, temp.resolve("net"), 1,
                List.of(), 4000, 5000, CertificateSuite.BLS12_381));

        Genesis genesis = Genesis.read(layout.genesisFile());
        assertThat(genesis.quorate().suite()).isEqualTo(CertificateSuite.BLS12_381);
        for (NetworkLayout.Replica replica : layout.replicas()) {
            assertThat(mode(replica.keys().blsKey())).isEqualTo("rw-------");
            assertThat(genesis.quorate().validators().get(replica.index()).bls())
                    .contains(BlsKey.read(replica.keys().blsKey()).identity());
        }
    }
}
