package io.quorate.node.cli;

import io.quorate.node.BlockImport;
import io.quorate.node.CertificateFile;
import io.quorate.node.ChainFolder;
import io.quorate.node.OperatorException;
import io.quorate.node.Orders;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quorate import}: blocks from a file into a data folder. */
@Command(name = "import", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Imports blocks of an existing chain, from Frontier to Osaka, into a data folder.", footer = {
        "", "The files hold RLP blocks one after another, as 'geth export', 'besu blocks",
        "export' and 'quorate export' write them; *.gz is unpacked. Every block is executed",
        "and checked; proofs of work are taken on trust. Blocks that are there already are",
        "passed over, so an import that was stopped is simply run again.", "", "Example:",
        "  ./quorate import --genesis genesis.json --data-dir chain chain.rlp",
        "  ./quorate serve --data-dir chain"})
final class ImportCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--genesis", required = true, paramLabel = "FILE", description = "The chain's genesis file, of Quorate, Besu or geth.")
    private Path genesis;

    @Option(names = "--data-dir", required = true, paramLabel = "DIR", description = "Where the chain is, or begins if there is none.")
    private Path dataDir;

    @Option(names = "--certificates", paramLabel = "FILE", description = "Take only blocks that the genesis file's validators, or those who followed them, certified in this file of 'quorate export'.")
    private Path certificates;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files of blocks, in order.")
    private List<Path> files;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (ChainFolder chain = ChainFolder.create(dataDir, genesis);
                Progress progress = new Progress(spec.commandLine().getErr())) {
            Optional<CertificateFile> certified = Optional.ofNullable(certificates)
                    .map(file -> new CertificateFile(file,
                            Orders.trustedStart(chain.genesis(), genesis)));
            try {
                for (Path file : files) {
                    importFile(chain, certified, file, progress, out);
                }
            } finally {
                certified.ifPresent(CertificateFile::close);
            }
            out.println("head " + chain.ledger().head().number() + " "
                    + chain.ledger().head().hash());
            out.flush();
        }
        return 0;
    }

    private static void importFile(ChainFolder chain, Optional<CertificateFile> certified,
            Path file, Progress progress, PrintWriter out) {
        long size = sizeOf(file);
        double begun = progress.seconds();
        BlockImport.Outcome outcome = new BlockImport(chain, certified,
                (position, block) -> progress
                        .at(position, size, "block " + block.number()))
                .run(file);
        double seconds = Math.max(1e-3, progress.seconds() - begun);
        out.println(String.format(Locale.ROOT,
                "%s: %d blocks imported, %d were there; %.1f s, %.1f million gas a second", file,
                outcome.imported(), outcome.known(), seconds, outcome.gas() / seconds / 1e6));
        out.flush();
    }

    private static long sizeOf(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new OperatorException("There is no file " + file + " that can be read.", e);
        }
    }
}
