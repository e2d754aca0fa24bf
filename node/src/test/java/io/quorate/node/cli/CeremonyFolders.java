package io.quorate.node.cli;

import io.quorate.bft.MemberId;
import io.quorate.bft.runtime.OrderingLogs;
import io.quorate.bft.wal.WalConfig;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Hash;
import io.quorate.genesis.CertificateSuite;
import io.quorate.genesis.Genesis;
import io.quorate.genesis.NetworkInit;
import io.quorate.genesis.NetworkSpec;
import io.quorate.ledger.DecidedSlot;
import io.quorate.ledger.Ledger;
import io.quorate.ledger.SlotRecord;
import io.quorate.state.storage.RocksDbConfig;
import io.quorate.state.storage.RocksDbKeyValueStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** The folders of four stopped replicas, as if they had run. */
final class CeremonyFolders {
    static final long CHAIN_ID = 2026;

    private final Path net;
    private final Genesis genesis;

    CeremonyFolders(Path net, CertificateSuite suite) {
        this.net = net;
        NetworkInit.create(new NetworkSpec(4, net, CHAIN_ID, List.of(), 30_303, 8_545, suite));
        this.genesis = Genesis.read(net.resolve("genesis.json"));
    }

    Path data(int replica) {
        return net.resolve("replica-" + replica + "/data");
    }

    String config(int replica) {
        return net.resolve("replica-" + replica + "/quorate.toml").toString();
    }

    /** The log that the epoch names. */
    void logOf(int replica) throws IOException {
        log(replica, Bytes.fromHexString(Files.readString(
                net.resolve("replica-" + replica + "/first-log")).strip()));
    }

    /** A log that was begun on an empty disk. */
    void newLogOf(int replica) {
        log(replica, Bytes.repeat((byte) (0xa0 + replica), 16));
    }

    private void log(int replica, Bytes incarnation) {
        OrderingLogs.create(WalConfig.in(data(replica).resolve("ordering")), CHAIN_ID,
                new MemberId(replica), incarnation);
    }

    /** A certificate of that slot came before the slot itself. */
    void certify(int replica, long seq) {
        try (RocksDbKeyValueStore store = open(replica)) {
            Ledger.open(store, genesis.block()).certify(seq, Bytes.of(4));
        }
    }

    long lastCertified(int replica) {
        try (RocksDbKeyValueStore store = open(replica)) {
            return Ledger.open(store, genesis.block()).lastCertified().orElse(0L);
        }
    }

    private RocksDbKeyValueStore open(int replica) {
        return RocksDbKeyValueStore.open(data(replica).resolve("chain"), RocksDbConfig.SMALL);
    }

    /** Executes slots up to {@code last}; {@code salt} is what makes their results differ, if it does. */
    void execute(int replica, long last, int salt) throws IOException {
        Files.createDirectories(data(replica));
        try (RocksDbKeyValueStore store = open(replica)) {
            Ledger ledger = Ledger.open(store, genesis.block());
            Hash value = Keccak256.hash(new byte[]{(byte) salt});
            for (long seq = ledger.appliedSeq() + 1; seq <= last; seq++) {
                ledger.commit(new DecidedSlot(new SlotRecord(ledger.lastRecordHash(), 0, seq,
                        value, value, ledger.head().hash(), value, Hash.ZERO), seq,
                        Bytes.of(1), Bytes.of(2), Bytes.of(3)), Optional.empty());
            }
        }
    }
}
