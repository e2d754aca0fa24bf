package io.quorate.node.bench;

import io.quorate.evm.primitives.Address;
import io.quorate.genesis.NetworkInit;
import io.quorate.genesis.NetworkLayout;
import io.quorate.genesis.NetworkSpec;
import io.quorate.genesis.ReplicaConfigFile;
import io.quorate.node.DevNetwork;
import io.quorate.node.DevOptions;
import io.quorate.node.ReplicaProcess;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * What the JVM watches to make the start-up cache of the launcher (JEP 514, JEP 515): replicas as {@code node}
 * runs them, over TLS, that make blocks, stop, and go on from their logs; then a {@code dev} network.
 */
public final class StartTraining {
    private static final long CHAIN_ID = 1337;
    private static final int REPLICAS = 4;
    private static final int TRANSFERS = 8;

    private StartTraining() {}

    /**
     * @param dir a new folder for the network
     * @param port the first of eight free ports in a row
     */
    public static void run(Path dir, int port) {
        NetworkLayout layout = NetworkInit
                .create(new NetworkSpec(REPLICAS, dir, CHAIN_ID, List.of(),
                        port, port + REPLICAS));
        Wallet wallet = Wallet.numbered(CHAIN_ID, 0, CHAIN_ID);
        try (Closer first = new Closer()) {
            run(layout, wallet, first);
        }
        try (Closer second = new Closer()) {
            run(layout, wallet, second);
        }
        try (DevNetwork dev = DevNetwork.start(DevOptions.onFreePorts(), StartTraining::fail)) {
            transfer(dev.rpcUrls(), Wallet.numbered(CHAIN_ID, 1, CHAIN_ID));
        }
    }

    private static void run(NetworkLayout layout, Wallet wallet, Closer closer) {
        for (NetworkLayout.Replica replica : layout.replicas()) {
            closer.own(ReplicaProcess.start(ReplicaConfigFile.read(replica.configFile(), Map.of()),
                    StartTraining::fail));
        }
        transfer(layout.replicas().stream().map(replica -> "http://" + replica.rpc()).toList(),
                wallet);
    }

    private static void transfer(List<String> urls, Wallet wallet) {
        for (int i = 0; i < TRANSFERS; i++) {
            try (RpcClient rpc = new RpcClient(urls.get(i % urls.size()))) {
                rpc.call("eth_sendRawTransactionSync", wallet.sign(
                        Optional.of(Address.fromHex("0x00000000000000000000000000000000000000aa")),
                        Bytes.EMPTY, 21_000).toHexString());
            }
        }
    }

    private static void fail() {
        throw new BenchException("a replica stopped by itself");
    }

    /** Closes the replicas, the last one first. */
    private static final class Closer implements AutoCloseable {
        private final Deque<ReplicaProcess> owned = new ArrayDeque<>();

        void own(ReplicaProcess process) {
            owned.push(process);
        }

        @Override
        public void close() {
            owned.forEach(ReplicaProcess::close);
        }
    }
}
