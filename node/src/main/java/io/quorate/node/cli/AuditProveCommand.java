package io.quorate.node.cli;

import io.quorate.node.OperatorException;
import io.quorate.node.audit.ProofMaker;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code quorate audit prove}: a file that convinces whoever has the genesis file. */
@Command(name = "prove", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Writes a proof of an account, its slots, or a transaction and its receipt into a file.", footer = {
        "",
        "An account's balance, nonce and code hash are always in its proof; --entry",
        "adds slots, named as for 'quorate audit history'. 'quorate verify proof' checks",
        "the file without any replica.", "", "Examples:",
        "  ./quorate audit prove --address 0xf39F… --block 12 --out balance.json",
        "  ./quorate audit prove --address 0x5FbD… --entry '0[0xf39F…]' --out slot.json",
        "  ./quorate audit prove --transaction 0x9f2c… --out receipt.json"})
final class AuditProveCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Mixin
    private RpcOptions rpc;

    @Option(names = "--address", paramLabel = "ADDRESS", description = "The account or contract.")
    private String address;

    @Option(names = "--entry", paramLabel = "ENTRY", description = "A slot of it, or balance, nonce or code; may be given more than once.")
    private List<String> entries = List.of();

    @Option(names = "--layout", paramLabel = "FILE", description = "The contract's storage layout, of the Solidity compiler.")
    private Path layout;

    @Option(names = "--transaction", paramLabel = "HASH", description = "A transaction, with its receipt.")
    private String transaction;

    @Option(names = "--block", paramLabel = "BLOCK", description = "The block, as a number or tag (default: the transaction's, or the last with a certificate).")
    private String block;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "A new file for the proof.")
    private Path file;

    @Override
    public Integer call() {
        if (!entries.isEmpty() && address == null) {
            throw new OperatorException("--entry is of an account: name it with --address.");
        }
        ProofMaker.make(rpc.endpoint(), new ProofMaker.Question(
                Optional.ofNullable(block).map(AuditCommand::block),
                Optional.ofNullable(address), entries, Optional.ofNullable(transaction)),
                Optional.ofNullable(layout), file);
        spec.commandLine().getOut().println(file
                + ": written; check it with 'quorate verify proof " + file
                + " --genesis FILE'");
        spec.commandLine().getOut().flush();
        return 0;
    }
}
