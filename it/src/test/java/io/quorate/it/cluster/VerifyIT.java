package io.quorate.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.it.support.DataFolders;
import io.quorate.it.support.NodeNetwork;
import io.quorate.it.support.ProductProcess;
import io.quorate.it.support.RpcCompatFixture;
import io.quorate.it.support.Wallet;
import io.quorate.state.storage.Space;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code verify} reads a replica's whole folder; what somebody changed in it is found and named. */
class VerifyIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    /** Logs one topic, stores a number, and leaves a byte of code. */
    private static final String DEPLOYMENT = "0x600160006000a1602a600055600060005360016000f3";

    @TempDir
    Path folder;

    @Test
    void findsWhatWasChangedInEveryTable() throws Exception {
        try (NodeNetwork network = NodeNetwork.start(folder, 4)) {
            Wallet wallet = Wallet.unfunded(NodeNetwork.CHAIN_ID);
            String last = "";
            for (int i = 0; i < 12; i++) {
                JsonNode receipt = network.rpc(i % 4).call("eth_sendRawTransactionSync",
                        i % 2 == 0 ? wallet.sign("", BigInteger.ZERO, DEPLOYMENT, 300_000)
                                : wallet.signPing(),
                        60_000);
                assertThat(receipt.get("status").asText()).isEqualTo("0x1");
                last = receipt.get("transactionHash").asText();
            }
            network.awaitReceiptEverywhere(last, LIMIT);
            network.awaitSameHead(LIMIT);
            for (int i = 0; i < 4; i++) {
                assertThat(network.replica(i).terminate()).isZero();
            }
        }
        Path data = folder.resolve("net/replica-0/data");
        assertThat(verify(0, data)).contains("sound: ").containsPattern("certificates +[1-9]")
                .containsPattern("blocks +[1-9][0-9]* with 12 transactions");

        Path blocks = copy(data, "blocks");
        flip(blocks, Space.BLOCKS, 'r');
        flip(blocks, Space.INDEX, 't');
        flip(blocks, Space.CODE, -1);
        flip(blocks, Space.LOG_INDEX, -1);
        flip(blocks, Space.DECISIONS, 'f');
        assertThat(verify(1, blocks)).containsPattern("\\[blocks] the receipts of block [0-9]+ ")
                .containsPattern("\\[index] the place of transaction 0x[0-9a-f]+ is 0x")
                .containsPattern("\\[code] the code with hash 0x[0-9a-f]+ has the hash 0x")
                .containsPattern("\\[log_index] the events of block [0-9]+ under ")
                .containsPattern("\\[decisions] the certificate of slot [0-9]+ ");

        Path states = copy(data, "states");
        flip(states, Space.STATE, 0);
        flip(states, Space.TRIE, 0);
        flip(states, Space.TRIE_HISTORY, 0);
        flip(states, Space.HISTORY, 1);
        assertThat(verify(1, states)).containsPattern("\\[state] the state has the root 0x")
                .containsPattern("\\[trie] the node at path [0-9a-f]+ of the accounts has the hash")
                .containsPattern("\\[trie_history] the node at .* that block [0-9]+ replaced")
                .containsPattern("\\[history] slot [0-9a-fx]+ of account 0x");

        Path single = copy(data, "single");
        DataFolders.flip(single.resolve("chain"), Space.META,
                entry -> Arrays.equals(entry.key(), "applied".getBytes()));
        assertThat(verify(1, single)).contains("damaged: [");

        Path log = copy(data, "log");
        DataFolders.flip(DataFolders.largest(log.resolve("chain"), ".log"));
        assertThat(verify(1, log)).contains("damaged: the database in ");

        // Damage below the database's own values: it knows of its checksums.
        Path files = copy(data, "files");
        DataFolders.settle(files.resolve("chain"));
        Path table = DataFolders.largest(files.resolve("chain"), ".sst");
        DataFolders.flip(table);
        assertThat(verify(1, files)).contains(table.getFileName().toString());

        Path lost = copy(data, "lost");
        DataFolders.settle(lost.resolve("chain"));
        Files.delete(DataFolders.largest(lost.resolve("chain"), ".sst"));
        assertThat(verify(1, lost)).contains("damaged: ");
        assertThat(verify(2, folder.resolve("nowhere"))).contains("There is no");
    }

    /** A chain of Ethereum's own kind, with all of its forks, has no slots and no certificates. */
    @Test
    void checksAnImportedChain() throws Exception {
        RpcCompatFixture fixture = RpcCompatFixture.unpack(folder);
        ProductProcess.Finished imported = ProductProcess.run(folder, "import", "--genesis",
                fixture.genesis().toString(), "--data-dir", "imported",
                fixture.chain().toString());
        assertThat(imported.exitCode()).as(imported.output()).isZero();
        Path data = folder.resolve("imported");
        assertThat(verify(0, data)).contains("sound: ").contains("certificates   not checked");
        ProductProcess.Finished snapshot = ProductProcess.run(folder, "snapshot", "create", "snap",
                "--data-dir", "imported");
        assertThat(snapshot.exitCode()).as(snapshot.output()).isEqualTo(2);
        assertThat(snapshot.output()).contains("names no validators").doesNotContain("\tat ");
        assertThat(folder.resolve("snap")).doesNotExist();
        flip(data, Space.BLOCKS, 'h');
        assertThat(verify(1, data)).contains("[blocks] the header of block 54 ");
    }

    private Path copy(Path data, String name) throws Exception {
        Path copy = DataFolders.copy(data.resolve("chain"), folder.resolve(name + "/chain"))
                .getParent();
        Files.copy(folder.resolve("net/genesis.json"), copy.resolve("genesis.json"));
        return copy;
    }

    /** {@code tag} begins the key; -1 for any. */
    private static void flip(Path data, Space space, int tag) {
        DataFolders.flip(data.resolve("chain"), space,
                entry -> tag < 0 || entry.key()[0] == tag);
    }

    private String verify(int exitCode, Path data) throws Exception {
        ProductProcess.Finished run = ProductProcess.run(folder, "verify", "--data-dir",
                data.toString());
        assertThat(run.exitCode()).as(run.output()).isEqualTo(exitCode);
        assertThat(run.output()).doesNotContain("\tat ");
        return run.output();
    }
}
