package io.quorate.node.cli;

import io.quorate.bft.core.epoch.Member;
import io.quorate.bft.core.epoch.RecoveryRecord;
import io.quorate.bft.core.epoch.SignedRecovery;
import io.quorate.node.OperatorException;
import io.quorate.node.StoppedReplica;
import io.quorate.node.recovery.Proposal;
import io.quorate.node.recovery.RecoveryFile;
import io.quorate.node.recovery.RecoveryText;
import io.quorate.node.recovery.Standing;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.apache.tuweni.bytes.Bytes;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quorate recovery propose}. */
@Command(name = "propose", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Writes a record that ends the epoch at the last slot that any replica executed.", footer = {
        "", "Give the status of every replica that still has its data: what only a missing one",
        "executed is lost. Logs that differ from those of the epoch are taken for new.", "",
        "Example:",
        "  ./quorate recovery propose --config net/replica-0/quorate.toml \\",
        "      --out ceremony.recovery status-1.json status-2.json status-3.json"})
final class RecoveryProposeCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private ReplicaOptions replica;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "The new file for the record.")
    private Path out;

    @Option(names = "--leave-out", paramLabel = "MEMBER", split = ",", description = "Members, by number, that the next epoch is without; at least four stay.")
    private List<Integer> leftOut = List.of();

    @Option(names = "--incarnation", paramLabel = "MEMBER=HEX", description = "The new log of a member whose status is not at hand.")
    private Map<Integer, String> incarnations = Map.of();

    @Parameters(paramLabel = "STATUS", arity = "0..*", description = "What 'recovery status --json' printed at the other replicas.")
    private List<Path> statuses = List.of();

    @Override
    public Integer call() {
        if (Files.exists(out)) throw new OperatorException("--out: " + out + " exists already.");
        PrintWriter printer = spec.commandLine().getOut();
        try (StoppedReplica stopped = replica.open()) {
            Proposal proposal = new Proposal(stopped.epoch(), stopped.standing());
            statuses.forEach(file -> proposal.add(Standing.read(file)));
            Set<Integer> without = new TreeSet<>(leftOut);
            RecoveryRecord record = proposal.record(without, logs());
            SignedRecovery unsigned = SignedRecovery.unsigned(record);
            RecoveryFile.write(out, unsigned);
            new RecoveryText(unsigned, stopped::nameOf).lines().forEach(printer::println);
            for (Standing ahead : proposal.aheadOf(record.last().number())) {
                printer.println("warning      a quorum had executed slot " + ahead.certified()
                        + ", as " + ahead.name() + " knows: what it did beyond slot "
                        + record.last().number() + " is lost unless one of them is found");
            }
            for (Member member : proposal.silent(Set.of())) {
                printer.println("warning      there is no status of " + stopped.nameOf(member.id())
                        + ": if it executed more than slot " + record.last().number()
                        + ", that is lost");
            }
        }
        printer.println("Wrote " + out + "; a quorum of members has to sign it.");
        printer.flush();
        return 0;
    }

    private Map<Integer, Bytes> logs() {
        Map<Integer, Bytes> logs = new TreeMap<>();
        incarnations.forEach((member, text) -> {
            try {
                logs.put(member, Bytes.fromHexString(text));
            } catch (IllegalArgumentException e) {
                throw new OperatorException("--incarnation: '" + text + "' is not hexadecimal.",
                        e);
            }
        });
        return logs;
    }
}
