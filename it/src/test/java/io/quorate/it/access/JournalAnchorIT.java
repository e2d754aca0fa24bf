package io.quorate.it.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.it.support.NodeNetwork;
import io.quorate.it.support.Poll;
import io.quorate.it.support.ProductProcess;
import io.quorate.it.support.RpcClient;
import io.quorate.it.support.Tokens;
import io.quorate.node.members.Abi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replica anchors its journal of reads on chain, and its operator cannot get rid of what was anchored. */
class JournalAnchorIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String ANCHORS = "0x0000000000000000000000000000000000005103";
    /** Of node 0, from the first on. */
    private static final String ALL = Abi.call("anchors(uint32,uint256,uint256)", Abi.number(0),
            Abi.number(0), Abi.number(128)).toHexString();

    @TempDir
    private Path folder;
    private NodeNetwork network;

    @Test
    void whatWasAnchoredCannotBeCutOffOrReplaced() throws Exception {
        network = NodeNetwork.layOut(folder, 4);
        try (NodeNetwork running = network) {
            Tokens.accept(network.replicaFolder(0), """
                    [roles]
                    reader = ["eth"]
                    [journal]
                    folder = "reads"
                    anchor-every-blocks = 1
                    anchor-every-seconds = 1
                    """);
            running.start(4);
            Path journal = network.replicaFolder(0).resolve("reads");
            read(6);
            awaitAnchored(1, 6);
            assertThat(verify(0, journal)).contains("6 reads of 6", "of node 0, journal 1, agree",
                    "vouches for 6 of 6 lines");

            assertThat(network.replica(0).terminate()).isZero();
            Path kept = copy(journal, "kept");
            cutOff(journal, 2);
            assertThat(verify(2, journal)).contains("The journal ends with line 2, but node 0"
                    + " anchored 6 lines");
            assertThat(verify(2, kept, "--number", "4")).contains("node 0 has no journal 4");

            network.restart(0);
            network.replica(0).awaitReady();
            read(1);
            awaitAnchored(2, 3);
            assertThat(network.replica(0).printed())
                    .contains("the journal of reads is not the one that is anchored");
            assertThat(verify(2, journal)).contains("Node 0 began journal 2",
                    "journal 1 with 6 anchored lines", "--number");
            assertThat(verify(0, kept, "--number", "1")).contains("journal 1, agree");
            assertThat(verify(0, journal, "--number", "2")).contains("journal 2, agree");
            assertThat(verify(2, journal, "--node", "1")).contains("Node 1 has anchored nothing");
        }
    }

    private void read(int times) {
        RpcClient alice = network.rpc(0).as(Tokens.of("alice", "reader"));
        for (int i = 0; i < times; i++) {
            alice.call("eth_getBalance", ANCHORS, "latest");
        }
    }

    /** Of the contract's own words: the latest entry is a journal of that number with so many lines. */
    private void awaitAnchored(long journal, long lines) {
        Poll.until(lines + " lines of journal " + journal, LIMIT, () -> {
            String words = network.rpc(1).call("eth_call", Map.of("to", ANCHORS, "data",
                    ALL), "latest").asText().substring(2);
            int last = words.length() - 4 * 64;
            return words.length() > 2 * 64
                    && Long.parseLong(words.substring(last, last + 64), 16) == lines
                    && Long.parseLong(words.substring(last + 128, last + 192), 16) == journal;
        }, network::describe);
    }

    private String verify(int exitCode, Path journal, String... more)
            throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("audit", "reads", "--journal",
                journal.toString(), "--verify", "--rpc", network.rpc(1).url()));
        if (!List.of(more).contains("--node")) command.addAll(List.of("--node", "0"));
        command.addAll(List.of(more));
        ProductProcess.Finished told = ProductProcess.run(folder,
                command.toArray(String[]::new));
        assertThat(told.exitCode()).as(told.output()).isEqualTo(exitCode);
        return told.output();
    }

    private Path copy(Path journal, String name) throws IOException {
        Path copy = Files.createDirectory(folder.resolve(name));
        try (Stream<Path> files = Files.list(journal)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    private static void cutOff(Path journal, int lines) throws IOException {
        try (Stream<Path> files = Files.list(journal)) {
            Path file = files.findFirst().orElseThrow();
            Files.write(file, Files.readAllLines(file).subList(0, lines));
        }
    }
}
