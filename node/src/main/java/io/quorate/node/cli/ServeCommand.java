package io.quorate.node.cli;

import io.quorate.jsonrpc.JsonRpcConfig;
import io.quorate.jsonrpc.Security;
import io.quorate.node.ChainFolder;
import io.quorate.node.ServedChain;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quorate serve}: JSON-RPC over a data folder, without ordering. */
@Command(name = "serve", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Serves JSON-RPC from a data folder, without taking part in ordering.", footer = {
        "", "The head stands still. Transactions are taken and wait in the pool. Prints a line",
        "'ready' with the URL once it answers; Ctrl-C ends it.", "", "Examples:",
        "  ./quorate serve --data-dir chain --rpc-port 8545",
        "  ./quorate serve --data-dir net/replica-0/data --genesis net/genesis.json"})
final class ServeCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private LogOptions log;

    @Option(names = "--data-dir", required = true, paramLabel = "DIR", description = "Where the chain is; no replica may be running on it.")
    private Path dataDir;

    @Option(names = "--genesis", paramLabel = "FILE", description = "The chain's genesis file (default: genesis.json in DIR).")
    private Path genesis;

    @Option(names = "--rpc-port", paramLabel = "PORT", defaultValue = "8545", description = "JSON-RPC port on 127.0.0.1; 0 lets the system choose (default: 8545).")
    private int rpcPort;

    @Override
    public Integer call() {
        log.apply();
        Lifetime lifetime = Lifetime.begin();
        ServedChain served = lifetime.own(ServedChain.start(
                ChainFolder.open(dataDir, Optional.ofNullable(genesis)),
                JsonRpcConfig.production("127.0.0.1", rpcPort)
                        .with(JsonRpcConfig.Access.CLOSED, Security.DEVELOPMENT)));
        PrintWriter out = spec.commandLine().getOut();
        out.println("head " + served.headNumber() + " " + served.headHash());
        Ready.print(out, List.of("http://127.0.0.1:" + served.port()));
        return lifetime.await();
    }
}
