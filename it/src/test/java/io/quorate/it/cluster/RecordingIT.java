package io.quorate.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.it.support.NodeNetwork;
import io.quorate.it.support.ProductProcess;
import io.quorate.it.support.Wallet;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replica whose configuration says so records, and its recording can be repeated afterwards. */
class RecordingIT {
    private static final int RECORDED = 1;

    @Test
    void aRecordedReplicaCanBeRepeated(@TempDir Path folder) throws Exception {
        Path replica;
        try (NodeNetwork network = NodeNetwork.layOut(folder, 4)) {
            replica = network.replicaFolder(RECORDED);
            Path config = replica.resolve("quorate.toml");
            String text = Files.readString(config);
            assertThat(text).contains("\nrecord = \"\"\n");
            Files.writeString(config,
                    text.replace("\nrecord = \"\"\n", "\nrecord = \"recording\"\n"));
            network.start(4);
            Wallet wallet = Wallet.unfunded(NodeNetwork.CHAIN_ID);
            for (int i = 0; i < 10; i++) {
                network.rpc(0).call("eth_sendRawTransactionSync", wallet.signPing());
            }
            assertThat(network.replica(RECORDED).terminate()).isZero();
        }
        ProductProcess.Finished replay = ProductProcess.run(folder, "simulate", "--replay",
                replica.resolve("recording").toString());

        assertThat(replay.exitCode()).as(replay.output()).isZero();
        assertThat(replica.resolveSibling("replica-0").resolve("recording")).doesNotExist();
    }
}
