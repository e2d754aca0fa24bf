package io.quorate.node.cli;

import io.quorate.genesis.Genesis;
import io.quorate.ledger.LedgerCheck;
import io.quorate.node.ChainCheck;
import io.quorate.node.Findings;
import io.quorate.node.GenesisPlace;
import io.quorate.node.LogSetup;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code quorate verify}: whether a data folder is sound. */
@Command(name = "verify", mixinStandardHelpOptions = true, sortOptions = false, subcommands = VerifyProofCommand.class, versionProvider = QuorateCommand.Versions.class, description = "Reads a whole data folder and checks everything in it against what it must follow from.", footer = {
        "", "The checksums of all files; headers by their parents' hashes, up to the",
        "genesis; transactions, senders, receipts and events of each block; the state",
        "by the root that follows from its entries alone; every trie node by its hash;",
        "old states by the tries of their time; each slot's record, value and",
        "certificates by the members of its epoch. Nothing is changed. No replica may",
        "be running on the folder. Where something is wrong, each damage is named and",
        "the exit code is 1.", "", "Examples:",
        "  ./quorate verify --data-dir net/replica-0/data --genesis net/genesis.json",
        "  ./quorate verify --data-dir chain",
        "  ./quorate verify proof balance.json --genesis net/genesis.json"})
final class VerifyCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--data-dir", paramLabel = "DIR", description = "The data folder of a stopped replica, or of an imported chain.")
    private Optional<Path> dataDir = Optional.empty(); // not required by picocli, for sub-commands do without

    @Option(names = "--genesis", paramLabel = "FILE", description = "The chain's genesis file (default: genesis.json in DIR or in the two folders above).")
    private Optional<Path> genesis = Optional.empty();

    @Override
    public Integer call() {
        Path folder = dataDir.orElseThrow(() -> new CommandLine.ParameterException(
                spec.commandLine(), "'verify' needs --data-dir, the folder to check."));
        LogSetup.useLevel("error");
        PrintWriter out = spec.commandLine().getOut();
        Genesis chain = Genesis.read(GenesisPlace.of(folder, genesis));
        Findings findings;
        ChainCheck.Summary summary;
        try (Progress progress = new Progress(spec.commandLine().getErr())) {
            findings = new Findings(progress::at);
            summary = new ChainCheck(chain, findings).folder(folder);
        }
        print(summary, out);
        int code = Damages.print(findings, folder.toString(), out, "Restore the folder from a"
                + " snapshot with 'quorate snapshot restore', or move its folder 'chain' away and"
                + " start the replica: it fetches the state from the others. Keep its folder"
                + " 'ordering' as it is.");
        out.flush();
        return code;
    }

    static void print(ChainCheck.Summary summary, PrintWriter out) {
        LedgerCheck.Counts counts = summary.counts();
        out.println("headers        " + counts.headers());
        out.println("blocks         " + counts.blocks() + " with " + counts.transactions()
                + " transactions");
        out.println("state          " + counts.accounts() + " accounts, " + counts.slots()
                + " storage slots");
        out.println("trie nodes     " + counts.trieNodes() + ", replaced "
                + counts.replacedNodes());
        out.println("history        " + counts.versions() + " changes");
        out.println("slot records   " + counts.slotRecords());
        out.println("certificates   " + (summary.certificates().isPresent()
                ? String.valueOf(summary.certificates().getAsLong())
                : "not checked: the genesis file names no validators"));
    }
}
