package io.quorate.node.cli;

import io.quorate.node.StoppedReplica;
import io.quorate.node.recovery.Standing;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.apache.tuweni.bytes.Bytes;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quorate recovery status}. */
@Command(name = "status", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Tells where a stopped replica stands.", footer = {
        "", "Examples:", "  ./quorate recovery status --config net/replica-0/quorate.toml",
        "  ./quorate recovery status --config net/replica-0/quorate.toml --json > status-0.json"})
final class RecoveryStatusCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private ReplicaOptions replica;

    @Option(names = "--json", description = "Print it as one line of JSON, for 'recovery propose'.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (StoppedReplica stopped = replica.open()) {
            Standing standing = stopped.standing();
            if (json) out.println(standing.toJson());
            else print(standing, out);
        }
        out.flush();
        return 0;
    }

    private static void print(Standing standing, PrintWriter out) {
        out.println("replica        " + standing.name() + ", member " + standing.member());
        out.println("chain          " + standing.chainId() + ", genesis 0x" + standing.genesis());
        out.println("epoch          " + standing.epoch());
        out.println("executed slot  " + standing.executed() + ", result 0x" + standing.result());
        out.println("certified slot " + standing.certified());
        out.println("ordering log   " + standing.incarnation().map(Bytes::toHexString)
                .orElse("none: start the node once, so that it begins one")
                + (standing.incarnation().isEmpty() ? ""
                        : standing.votes() ? ", named by the epoch"
                                : ", NOT named by the epoch: it does not vote"));
    }
}
