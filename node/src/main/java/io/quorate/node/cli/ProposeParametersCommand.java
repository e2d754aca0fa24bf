package io.quorate.node.cli;

import io.quorate.execution.MemberRegistry.Parameters;
import io.quorate.genesis.CertificateSuite;
import io.quorate.node.OperatorException;
import io.quorate.node.members.AccountCalls;
import io.quorate.node.members.Flags;
import io.quorate.node.members.SystemCall;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quorate members propose parameters}: by what rules the network runs. */
@Command(name = "parameters", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Changes rules of ordering, with the next epoch, and of votes and accounts, at once. What is not named stays.")
final class ProposeParametersCommand implements Callable<Integer> {
    private static final int SUITE_SECP256K1 = 1;
    private static final int SUITE_BLS12381 = 2;

    @Mixin
    private VoteOpening opening;

    @Option(names = "--slow", paramLabel = "C", description = "How many validators may be slow on the fast path (c).")
    private Integer slow;

    @Option(names = "--window", paramLabel = "SLOTS", description = "How far ordering may run ahead of the last stable slot.")
    private Integer window;

    @Option(names = "--in-flight", paramLabel = "SLOTS", description = "How many slots are ordered at a time.")
    private Integer inFlight;

    @Option(names = "--max-batch-bytes", paramLabel = "BYTES", description = "Of a payload.")
    private Long payloadBytes;

    @Option(names = "--suite", paramLabel = "SUITE", description = "secp256k1 or bls12381.")
    private String suite;

    @Option(names = "--lanes", arity = "1", paramLabel = "true|false", description = "Whether validators disseminate payloads on lanes of their own.")
    private Boolean lanes;

    @Option(names = "--quorum", paramLabel = "A/B", description = "More than this fraction of the organisations decide: from 1/2 on, below 1.")
    private String quorum;

    @Option(names = "--lifetime", paramLabel = "SECONDS", description = "In which a new proposal can be executed.")
    private Long lifetime;

    @Option(names = "--enforce", split = ",", paramLabel = "RULE", description = "What is enforced, of senders, deployers, contracts, readers; or nothing.")
    private List<String> enforced;

    @Option(names = "--nodes-alone", split = ",", paramLabel = "WHAT", description = "What an organisation changes of its nodes without a vote, of endpoint, tls-key, consensus-key, incarnation; or nothing.")
    private List<String> nodesAlone;

    @Option(names = "--accounts-alone", split = ",", paramLabel = "WHAT", description = "What it changes so beside, of accounts, contracts; or nothing.")
    private List<String> accountsAlone;

    @Override
    public Integer call() {
        return opening.open("parameters", (_, chain) -> {
            List<SystemCall> calls = new ArrayList<>();
            Parameters now = chain.registry().parameters();
            Parameters then = new Parameters(slow == null ? now.c() : slow,
                    window == null ? now.window() : window,
                    inFlight == null ? now.inFlight() : inFlight,
                    payloadBytes == null ? now.payloadBytes() : payloadBytes,
                    suite == null ? now.suite() : suite(),
                    lanes == null ? now.lanes() : lanes);
            if (!then.equals(now)) calls.add(SystemCall.setParameters(then));
            if (quorum != null) calls.add(quorum());
            if (lifetime != null) calls.add(SystemCall.setLifetime(lifetime));
            if (enforced != null) {
                calls.add(AccountCalls.setEnforced(Flags.RULES.bits("--enforce", enforced)));
            }
            if (nodesAlone != null) {
                calls.add(SystemCall.setNodesAlone(
                        Flags.NODES_ALONE.bits("--nodes-alone", nodesAlone)));
            }
            if (accountsAlone != null) {
                calls.add(AccountCalls.setAccountsAlone(
                        Flags.ACCOUNTS_ALONE.bits("--accounts-alone", accountsAlone)));
            }
            if (calls.isEmpty()) {
                throw new OperatorException("Nothing would change: the parameters are c "
                        + now.c() + ", window " + now.window() + ", in flight " + now.inFlight()
                        + ", payloads of " + now.payloadBytes() + " bytes, suite " + now.suite()
                        + ", lanes " + now.lanes() + ".");
            }
            return calls;
        });
    }

    private int suite() {
        return switch (CertificateSuite.ofKey(suite).orElseThrow(() -> new OperatorException(
                "--suite: \"" + suite + "\" is none of secp256k1 and bls12381."))) {
            case SECP256K1 -> SUITE_SECP256K1;
            case BLS12_381 -> SUITE_BLS12381;
        };
    }

    private SystemCall quorum() {
        if (!quorum.matches("\\d{1,3}/\\d{1,3}")) {
            throw new OperatorException(
                    "--quorum: \"" + quorum + "\" is no fraction; expected one such as 2/3.");
        }
        int slash = quorum.indexOf('/');
        return SystemCall.setQuorum(Integer.parseInt(quorum.substring(0, slash)),
                Integer.parseInt(quorum.substring(slash + 1)));
    }
}
