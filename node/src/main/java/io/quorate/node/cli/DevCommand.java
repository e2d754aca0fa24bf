package io.quorate.node.cli;

import io.quorate.genesis.DevAccount;
import io.quorate.genesis.DevAccounts;
import io.quorate.node.DevNetwork;
import io.quorate.node.DevOptions;
import io.quorate.node.console.NetworkFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quorate dev}: a network for development, in one process. */
@Command(name = "dev", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Runs a whole network in one process on loopback, for development.", footer = {
        "", "Prints ten funded accounts with their keys, then a line 'ready' with the URLs:",
        "JSON-RPC over HTTP and WebSocket, by default at http://127.0.0.1:8545. Any fee",
        "is accepted and none is charged, so accounts without ether can send as well.",
        "Ctrl-C ends the network, which forgets everything unless --data-dir is given.",
        "The accounts are public: never use them where value is at stake.",
        "Test tools may change accounts, move the clock, and go back to old states",
        "by evm_, hardhat_ and anvil_ methods, on all replicas alike.", "", "Examples:",
        "  ./quorate dev",
        "  ./quorate dev --data-dir chain --chain-id 2026 --block-interval 2000",
        "  curl -H 'Content-Type: application/json' http://127.0.0.1:8545 \\",
        "    -d '{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_blockNumber\"}'"})
final class DevCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private LogOptions log;

    @Option(names = "--replicas", paramLabel = "N", defaultValue = "4", description = "How many replicas order transactions, 4 to 16 (default: 4).")
    private int replicas;

    @Option(names = "--rpc-port", paramLabel = "PORT", defaultValue = "8545", description = "JSON-RPC port of replica 0; replica k has PORT + k. 0 lets the system"
            + " choose (default: 8545).")
    private int rpcPort;

    @Option(names = "--chain-id", paramLabel = "ID", description = "Chain and network id (default: 1337, or what --genesis says).")
    private Long chainId;

    @Option(names = "--data-dir", paramLabel = "DIR", description = "Keep the chain in DIR and resume it from there (default: a temporary"
            + " folder).")
    private Path dataDir;

    @Option(names = "--genesis", paramLabel = "FILE", description = "Begin from this genesis file of Quorate, Besu or geth.")
    private Path genesis;

    @Option(names = "--block-interval", paramLabel = "MILLIS", defaultValue = "0", description = "Make an empty block where nothing happened for so long; 0 for none"
            + " (default: 0).")
    private long blockIntervalMillis;

    @Option(names = "--sockets", description = "Let the replicas talk over TLS sockets instead of in memory.")
    private boolean sockets;

    @Option(names = "--client-version", paramLabel = "TEXT", description = "What web3_clientVersion answers (default: Quorate/v…). Hardhat's network"
            + " helpers run only where it begins with 'anvil' or 'hardhat'.")
    private String clientVersion;

    @Override
    public Integer call() {
        log.apply();
        DevOptions options = new DevOptions(replicas, rpcPort,
                chainId == null ? OptionalLong.empty() : OptionalLong.of(chainId),
                Optional.ofNullable(dataDir), Optional.ofNullable(genesis), blockIntervalMillis,
                sockets ? DevOptions.Links.TLS_SOCKETS : DevOptions.Links.IN_MEMORY,
                Optional.ofNullable(clientVersion),
                Optional.of(NetworkFile.ofUser(System.getenv()).path()));
        Lifetime lifetime = Lifetime.begin();
        DevNetwork network = lifetime.own(DevNetwork.start(options, lifetime::fail));
        PrintWriter out = spec.commandLine().getOut();
        printAccounts(out);
        out.println("Console: " + network.rpcUrls().getFirst() + "/console");
        out.println();
        Ready.print(out, network.rpcUrls());
        return lifetime.await();
    }

    private static void printAccounts(PrintWriter out) {
        out.println("Accounts (of the public test mnemonic; for development only)");
        out.println();
        int index = 0;
        for (DevAccount account : DevAccounts.all()) {
            out.println("(" + index++ + ") " + Checksum.of(account.address()) + "  key "
                    + account.privateKey().toHexString());
        }
        out.println();
    }
}
