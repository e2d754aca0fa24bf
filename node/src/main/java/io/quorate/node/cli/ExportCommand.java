package io.quorate.node.cli;

import io.quorate.node.BlockExport;
import io.quorate.node.ChainFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quorate export}: blocks of a data folder into a file. */
@Command(name = "export", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Writes the blocks of a stopped replica, or of an imported chain, into a file.", footer = {
        "", "The file holds RLP blocks one after another, as those of geth and Besu do, and",
        "'quorate import' reads it. The file of certificates has, for each slot, a list of",
        "its slot record and of the certificate over it.", "", "Example:",
        "  ./quorate export --data-dir net/replica-0/data --genesis net/genesis.json \\",
        "    --certificates chain.certs chain.rlp"})
final class ExportCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--data-dir", required = true, paramLabel = "DIR", description = "Where the chain is; no replica may be running on it.")
    private Path dataDir;

    @Option(names = "--genesis", paramLabel = "FILE", description = "The chain's genesis file (default: genesis.json in DIR).")
    private Path genesis;

    @Option(names = "--from", paramLabel = "BLOCK", description = "The first block (default: the first that is kept).")
    private Long from;

    @Option(names = "--to", paramLabel = "BLOCK", description = "The last block (default: the head).")
    private Long to;

    @Option(names = "--resume", description = "Go on with a file that an earlier export did not finish.")
    private boolean resume;

    @Option(names = "--certificates", paramLabel = "FILE", description = "Also write slot records and certificates, into this new file.")
    private Path certificates;

    @Parameters(paramLabel = "FILE", description = "A new file for the blocks.")
    private Path file;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (ChainFolder chain = ChainFolder.open(dataDir, Optional.ofNullable(genesis));
                Progress progress = new Progress(spec.commandLine().getErr())) {
            long first = from == null ? chain.ledger().oldestKept() : from;
            long last = to == null ? chain.ledger().head().number() : to;
            BlockExport export = new BlockExport(chain, number -> progress
                    .at(number - first + 1, last - first + 1, "block " + number));
            long written = export.blocks(file, first, last, resume);
            out.println(file + ": " + written + " blocks written, up to block " + last);
            if (certificates != null) {
                out.println(certificates + ": " + export.certificates(certificates)
                        + " slot records written");
            }
            out.flush();
        }
        return 0;
    }
}
