package io.quorate.node.cli;

import io.quorate.node.audit.HistoryReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code quorate audit}: who changed what. */
@Command(name = "audit", mixinStandardHelpOptions = true, versionProvider = QuorateCommand.Versions.class, synopsisSubcommandLabel = "COMMAND", commandListHeading = "%nCommands:%n", description = "Tells the true history of entries of the state, and proves it.", subcommands = {
        AuditCommand.History.class, AuditProveCommand.class})
final class AuditCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** {@code quorate audit history}. */
    @Command(name = "history", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Lists every change of one entry: old and new value, block, transaction, sender and calls.", footer = {
            "",
            "An entry is balance, nonce, code, or of a contract a slot: 7, 0x07, or 7[KEY] for a",
            "key of the mapping at slot 7. With the compiler's storage layout it is a variable:",
            "total, balances[KEY], list[3], terms.rate.", "", "Examples:",
            "  ./quorate audit history --address 0xf39F… --entry balance",
            "  ./quorate audit history --address 0x5FbD… --entry 'balances[0xf39F…]' \\",
            "    --layout Token.layout.json --abi Token.json"})
    static final class History implements Callable<Integer> {
        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec;

        @CommandLine.Mixin
        private RpcOptions rpc;

        @Option(names = "--address", required = true, paramLabel = "ADDRESS", description = "The account or contract.")
        private String address;

        @Option(names = "--entry", required = true, paramLabel = "ENTRY", description = "What of it, see below.")
        private String entry;

        @Option(names = "--from", paramLabel = "BLOCK", defaultValue = "earliest", description = "The first block, as a number or tag (default: earliest).")
        private String from;

        @Option(names = "--to", paramLabel = "BLOCK", defaultValue = "latest", description = "The last block (default: latest).")
        private String to;

        @Option(names = "--layout", paramLabel = "FILE", description = "The contract's storage layout, of the Solidity compiler.")
        private Path layout;

        @Option(names = "--abi", paramLabel = "FILE", description = "An ABI for the names of functions; may be given more than once.")
        private List<Path> abis = List.of();

        @Option(names = "--prove", paramLabel = "DIR", description = "Also write a proof of each block's change into this folder, for 'quorate verify proof'.")
        private Path proofs;

        @Option(names = "--json", description = "Print a JSON object a change.")
        private boolean json;

        @Override
        public Integer call() {
            HistoryReport.print(rpc.endpoint(),
                    new HistoryReport.Question(address, entry, block(from), block(to)),
                    Optional.ofNullable(layout), abis,
                    new HistoryReport.Output(json, Optional.ofNullable(proofs)),
                    spec.commandLine().getOut());
            return 0;
        }

    }

    /** Decimal numbers become what JSON-RPC wants. */
    static String block(String text) {
        return text.matches("\\d{1,18}") ? "0x" + Long.toHexString(Long.parseLong(text)) : text;
    }
}
