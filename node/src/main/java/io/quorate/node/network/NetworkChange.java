package io.quorate.node.network;

import io.quorate.genesis.keys.AccountKey;
import io.quorate.node.OperatorException;
import io.quorate.node.client.ReplicaClient;
import io.quorate.node.members.AccountSender;
import io.quorate.node.members.ChainMembers;
import io.quorate.node.members.ChainRules;
import io.quorate.node.members.SystemCall;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Carries a plan out as far as the accounts at hand reach: files the proposal or finds the one that asks for the same, votes,
 * executes it once it has enough votes, and then changes the local files. It may be repeated, by each organisation in turn.
 */
public final class NetworkChange {
    private final ReplicaClient replica;
    private final NetworkFile wanted;
    private final Consumer<String> say;

    /** @param say what is done, line by line */
    public NetworkChange(ReplicaClient replica, NetworkFile wanted, Consumer<String> say) {
        this.replica = replica;
        this.wanted = wanted;
        this.say = say;
    }

    /** Of the network as it is now. */
    public PlanReport report() {
        ChainMembers chain = new ChainMembers(replica);
        NetworkPlan plan = NetworkPlan.between(NetworkState.read(replica, chain), wanted);
        List<SystemCall> calls = plan.calls();
        return calls.isEmpty() ? new PlanReport(plan, Optional.empty(), Optional.empty())
                : new PlanReport(plan, Optional.of(chain.dryRun(calls, false)),
                        same(chain, calls));
    }

    private static Optional<ChainMembers.Proposal> same(ChainMembers chain,
            List<SystemCall> calls) {
        return chain.openProposals().stream().filter(open -> !open.breakGlass()
                && open.actions().equals(calls)).findFirst();
    }

    /** True where nothing is left to be done; {@code accounts} are of admins, the first proposes. */
    public boolean apply(List<AccountKey> accounts, String description) {
        PlanReport report = report();
        while (!report.plan().calls().isEmpty()) {
            if (accounts.isEmpty()) {
                throw new OperatorException(
                        "This needs a vote: name an admin's key with --account.");
            }
            if (!vote(report, accounts, description)) return false;
            report = report();
        }
        for (Change.InFile change : report.plan().files()) {
            SettingsFile.write(change);
            say.accept(change.file() + ": " + change.field() + " = " + change.then()
                    + "; it holds from the replica's next start on");
        }
        return true;
    }

    /** Whether it was carried out. */
    private boolean vote(PlanReport report, List<AccountKey> accounts, String description) {
        long id = report.open().map(ChainMembers.Proposal::id)
                .orElseGet(() -> propose(report.plan().calls(), accounts.getFirst(), description));
        ChainMembers.Proposal now = new ChainMembers(replica).proposal(id);
        for (AccountKey account : accounts) {
            if (now.approvals() >= now.needed()) break;
            now = approve(id, account);
        }
        say.accept("proposal " + id + " has " + now.approvals() + " of " + now.needed()
                + " approvals");
        if (now.approvals() < now.needed()) {
            say.accept("the other organisations vote with: ./quorate members approve " + id
                    + " --account FILE, or with this command and the same file");
            return false;
        }
        new AccountSender(replica, accounts.getFirst()).send(SystemCall.execute(id));
        say.accept("proposal " + id + " is carried out");
        return true;
    }

    private long propose(List<SystemCall> calls, AccountKey account, String description) {
        var receipt = new AccountSender(replica, account)
                .send(SystemCall.propose(calls, description, false));
        // Proposed(id, …) is what Governance itself tells first.
        return Long.decode(receipt.at("/logs/0/topics/1").asText()
                .replaceFirst("0x0*(?=.)", "0x"));
    }

    private ChainMembers.Proposal approve(long id, AccountKey account) {
        ChainMembers chain = new ChainMembers(replica);
        int organisation = ChainRules.organisationOf(replica, chain.blockNumber(),
                account.address());
        if (organisation == 0) {
            throw new OperatorException("The account " + account.address()
                    + " belongs to no organisation.");
        }
        if (!ChainRules.hasApproved(replica, chain.blockNumber(), id, organisation)) {
            new AccountSender(replica, account).send(SystemCall.approve(id));
            say.accept("organisation " + organisation + " approved proposal " + id);
        }
        return new ChainMembers(replica).proposal(id);
    }
}
