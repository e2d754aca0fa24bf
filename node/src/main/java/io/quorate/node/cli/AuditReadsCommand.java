package io.quorate.node.cli;

import io.quorate.node.OperatorException;
import io.quorate.node.access.AnchorCheck;
import io.quorate.node.access.ReadsReport;
import io.quorate.node.client.ReplicaClient;
import io.quorate.node.members.ChainAnchors;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quorate audit reads}: who read what. */
@Command(name = "reads", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Prints who read what of one replica, out of its access journal, and checks that no line of it was changed, removed or put in.", footer = {
        "", "A replica keeps a journal where its access file has [journal]. Each line has the",
        "hash of all before it. The last line's hash is printed: who noted an earlier one",
        "finds it in the journal again, or the journal is not the same. The replica notes",
        "it on chain from time to time: --verify finds what was cut off or written anew.", "",
        "Examples:",
        "  ./quorate audit reads --journal reads --contract 0x5FbD… --from 2026-11-01",
        "  ./quorate audit reads --journal reads --identity alice --json",
        "  ./quorate audit reads --journal reads --verify --node 2 --rpc https://…"})
final class AuditReadsCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--journal", required = true, paramLabel = "FOLDER", description = "The journal's folder, or a copy of it.")
    private Path folder;

    @Option(names = "--contract", paramLabel = "ADDRESS", description = "Reads of this account or contract alone.")
    private String contract;

    @Option(names = "--identity", paramLabel = "NAME", description = "Reads by this caller alone: a token's subject, or a certificate's.")
    private String identity;

    @Option(names = "--method", paramLabel = "METHOD", description = "Reads by this method alone, such as eth_call.")
    private String method;

    @Option(names = "--from", paramLabel = "TIME", description = "The first moment: 2026-11-26, or 2026-11-26T12:00:00Z.")
    private String from;

    @Option(names = "--to", paramLabel = "TIME", description = "The moment after the last; of a day, its end.")
    private String to;

    @Option(names = "--json", description = "Print a JSON object a read.")
    private boolean json;

    @Option(names = "--verify", description = "With --node: compare the journal with what the node anchored on chain.")
    private boolean verify;

    @Option(names = "--node", paramLabel = "N", description = "Whose journal it is, as 'members list' shows it.")
    private Integer node;

    @Option(names = "--number", paramLabel = "J", description = "Which of the node's journals it is, where it had more than one; the first is 1.")
    private Long number;

    @Mixin
    private RpcOptions rpc;

    @Override
    public Integer call() {
        ReadsReport.print(folder, new ReadsReport.Question(Optional.ofNullable(contract),
                Optional.ofNullable(identity), Optional.ofNullable(method),
                Optional.ofNullable(from).map(text -> moment("--from", text, 0)),
                Optional.ofNullable(to).map(text -> moment("--to", text, 1))), json,
                spec.commandLine().getOut(), anchors());
        return 0;
    }

    private Optional<AnchorCheck> anchors() {
        if (!verify) {
            if (node != null || number != null) {
                throw new OperatorException("--node and --number go with --verify.");
            }
            return Optional.empty();
        }
        if (node == null) {
            throw new OperatorException("--verify needs --node: whose journal it is.");
        }
        try (ReplicaClient replica = new ReplicaClient(rpc.endpoint())) {
            return Optional.of(new AnchorCheck(node, ChainAnchors.of(replica, node),
                    number == null ? OptionalLong.empty() : OptionalLong.of(number)));
        }
    }

    private static Instant moment(String option, String text, int daysMore) {
        try {
            return text.length() == "2026-11-26".length()
                    ? LocalDate.parse(text).plusDays(daysMore).atStartOfDay(ZoneOffset.UTC)
                            .toInstant()
                    : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new OperatorException(option + ": " + text
                    + " is no time; expected 2026-11-26 or 2026-11-26T12:00:00Z.", e);
        }
    }
}
