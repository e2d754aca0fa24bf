package io.quorate.node.cli;

import io.quorate.bft.MemberId;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.genesis.Genesis;
import io.quorate.genesis.Validator;
import io.quorate.node.Orders;
import io.quorate.node.proof.ProofFile;
import io.quorate.node.proof.ProofReport;
import io.quorate.proof.ProofVerifier;
import io.quorate.proof.Verdict;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quorate verify proof}: offline, with the genesis file alone. */
@Command(name = "proof", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Checks files of proofs and says what they prove.", footer = {
        "", "No replica is asked and none is trusted: only the validators' keys in the",
        "genesis file, which must be the chain's own. 'quorate audit prove' makes such",
        "files.", "",
        "Exit code: 0 if every file proves what it says, 1 if one does not.", "", "Example:",
        "  ./quorate verify proof balance.proof.json --genesis net/genesis.json"})
final class VerifyProofCommand implements Callable<Integer> {
    private static final int WRONG = 1;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--genesis", required = true, paramLabel = "FILE", description = "The chain's genesis file, from somebody you trust.")
    private Path genesisFile;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files of proofs.")
    private List<Path> files;

    @Override
    public Integer call() {
        Genesis genesis = Genesis.read(genesisFile);
        ProofVerifier verifier = new ProofVerifier(Orders.trustedStart(genesis, genesisFile));
        ProofReport report = new ProofReport(
                member -> name(genesis.quorate().validators(), member));
        PrintWriter out = spec.commandLine().getOut();
        int exitCode = 0;
        for (Path file : files) {
            switch (verdict(verifier, file)) {
                case Verdict.Proven proven -> {
                    out.println(file + ": proved, for chain " + genesis.chainId());
                    report.lines(proven).forEach(line -> out.println("  " + line));
                }
                case Verdict.Refused(String reason) -> {
                    out.println(file + ": proves NOTHING: " + reason);
                    exitCode = WRONG;
                }
            }
        }
        out.flush();
        return exitCode;
    }

    private static Verdict verdict(ProofVerifier verifier, Path file) {
        try {
            return verifier.verify(ProofFile.read(file));
        } catch (DecodeException e) {
            return new Verdict.Refused(e.getMessage());
        }
    }

    /** The place in the genesis file is the member's number for good; later ones have no name there. */
    private static String name(List<Validator> validators, MemberId member) {
        return member.number() < validators.size() ? validators.get(member.number()).name()
                : "member " + member.number();
    }
}
