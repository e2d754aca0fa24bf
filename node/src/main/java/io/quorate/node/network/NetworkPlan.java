package io.quorate.node.network;

import io.quorate.execution.MemberRegistry;
import io.quorate.node.OperatorException;
import io.quorate.node.members.ChainRules;
import io.quorate.node.members.SystemCall;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What makes a network out of what it is into what a file says. Organisations come before nodes that are theirs, those that
 * join before those that leave.
 *
 * @param changes none where they agree
 */
public record NetworkPlan(List<Change> changes) {
    /** Of one proposal (Governance.sol). */
    static final int ACTIONS_MAX = 16;

    public NetworkPlan {
        changes = List.copyOf(changes);
    }

    /** Fails with {@link OperatorException} where the file asks for what no vote can do. */
    public static NetworkPlan between(NetworkState now, NetworkFile wanted) {
        if (wanted.chainId() != now.chainId()) {
            throw new OperatorException("The file is of chain " + wanted.chainId()
                    + ", but the replica is of chain " + now.chainId() + ".");
        }
        List<Change> changes = new ArrayList<>();
        List<Change> leaving = new ArrayList<>();
        wanted.organisations().ifPresent(all -> organisations(now, all, changes, leaving));
        wanted.nodes().ifPresent(all -> nodes(now, all, changes));
        changes.addAll(leaving);
        parameters(now.parameters(), wanted, changes);
        rules(now.rules(), wanted.votes(), changes);
        return new NetworkPlan(changes);
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** For the next vote: each once, and no more than one proposal may have. */
    public List<SystemCall> calls() {
        return allCalls().stream().limit(ACTIONS_MAX).toList();
    }

    /** How many calls are left for a vote after that. */
    public int callsLeft() {
        return Math.max(0, allCalls().size() - ACTIONS_MAX);
    }

    private Set<SystemCall> allCalls() {
        Set<SystemCall> calls = new LinkedHashSet<>();
        for (Change change : changes) {
            if (change instanceof Change.ByVote vote) calls.add(vote.call());
        }
        return calls;
    }

    public List<Change.InFile> files() {
        return changes.stream().filter(Change.InFile.class::isInstance)
                .map(Change.InFile.class::cast).toList();
    }

    private static void organisations(NetworkState now, List<NetworkFile.Organisation> wanted,
            List<Change> changes, List<Change> leaving) {
        List<Integer> kept = new ArrayList<>();
        for (NetworkFile.Organisation one : wanted) {
            Optional<MemberRegistry.Organisation> known = now.organisations().stream()
                    .filter(each -> one.number().map(number -> number == each.number())
                            .orElseGet(() -> each.name().equals(one.name())))
                    .findFirst();
            if (known.isPresent()) {
                kept.add(known.get().number());
                organisation(known.get(), one, changes, leaving);
            } else if (one.number().isPresent()) {
                throw new OperatorException("The file has organisation " + one.number().get()
                        + ", which is not in the registry; one that is to be admitted has no"
                        + " number, but admins.");
            } else {
                changes.add(new Change.ByVote("organisation " + one.name(), "", "absent",
                        "admitted", Calls.addOrganisation(one.name(), one.admins())));
            }
        }
        now.organisations().stream().filter(one -> !kept.contains(one.number()))
                .forEach(one -> leaving.add(new Change.ByVote("organisation " + one.number(), "",
                        one.name(), "removed",
                        Calls.organisation("removeOrganisation", one.number()))));
    }

    private static void organisation(MemberRegistry.Organisation is,
            NetworkFile.Organisation wanted, List<Change> changes, List<Change> leaving) {
        String subject = "organisation " + is.number();
        if (!is.name().equals(wanted.name())) {
            changes.add(new Change.ByVote(subject, "name", is.name(), wanted.name(),
                    Calls.renameOrganisation(is.number(), wanted.name())));
        }
        boolean isSuspended = is.state() == NetworkState.SUSPENDED;
        if (isSuspended && !wanted.suspended()) {
            changes.add(new Change.ByVote(subject, "state", "suspended", "active",
                    Calls.organisation("reinstateOrganisation", is.number())));
        } else if (!isSuspended && wanted.suspended()) {
            leaving.add(new Change.ByVote(subject, "state", "active", "suspended",
                    Calls.organisation("suspendOrganisation", is.number())));
        }
    }

    private static void nodes(NetworkState now, List<NetworkFile.Node> wanted,
            List<Change> changes) {
        List<Integer> kept = new ArrayList<>();
        for (NetworkFile.Node one : wanted) {
            Optional<MemberRegistry.Node> known = now.nodes().stream()
                    .filter(each -> one.number().map(number -> number == each.number())
                            .orElseGet(() -> one.joiner().orElseThrow().consensusKey()
                                    .equals(each.consensusKey())))
                    .findFirst();
            if (known.isPresent()) {
                kept.add(known.get().number());
                changes.addAll(new NodeChanges(now.chainId(), known.get(), one).all());
            } else if (one.number().isPresent()) {
                throw new OperatorException("The file has node " + one.number().get()
                        + ", which is not in the registry or leaves it; take it out, or name the"
                        + " node.json of one that is to be admitted with file.");
            } else {
                var joiner = one.joiner().orElseThrow();
                changes.add(new Change.ByVote("node " + joiner.name(), "", "absent",
                        (joiner.validator() ? "validator " : "observer ") + joiner.endpoint(),
                        joiner.toCall()));
            }
        }
        now.nodes().stream().filter(one -> !kept.contains(one.number()))
                .forEach(one -> changes.add(new Change.ByVote("node " + one.number(), "",
                        one.name(), "removed", SystemCall.removeNode(one.number()))));
    }

    private static void parameters(MemberRegistry.Parameters is, NetworkFile wanted,
            List<Change> changes) {
        NetworkFile.Limits limits = wanted.limits();
        NetworkFile.Ordering ordering = wanted.ordering();
        int suite = ordering.suite().map(NetworkFile.SUITES::indexOf).map(place -> place + 1)
                .orElse(is.suite());
        MemberRegistry.Parameters then = new MemberRegistry.Parameters(
                ordering.c().map(Long::intValue).orElse(is.c()),
                limits.window().map(Long::intValue).orElse(is.window()),
                limits.inFlight().map(Long::intValue).orElse(is.inFlight()),
                limits.maxBatchBytes().orElse(is.payloadBytes()), suite,
                ordering.lanes().orElse(is.lanes()));
        SystemCall call = SystemCall.setParameters(then);
        number("limits", "max-batch-bytes", is.payloadBytes(), then.payloadBytes(), call, changes);
        number("limits", "window", is.window(), then.window(), call, changes);
        number("limits", "in-flight", is.inFlight(), then.inFlight(), call, changes);
        number("ordering", "c", is.c(), then.c(), call, changes);
        text("ordering", "suite", suite(is.suite()), suite(suite), call, changes);
        text("ordering", "lanes", String.valueOf(is.lanes()), String.valueOf(then.lanes()), call,
                changes);
    }

    static String suite(int number) {
        return number >= 1 && number <= NetworkFile.SUITES.size()
                ? NetworkFile.SUITES.get(number - 1) : String.valueOf(number);
    }

    private static void rules(ChainRules is, NetworkFile.Votes wanted, List<Change> changes) {
        String quorum = is.numerator() + "/" + is.denominator();
        wanted.quorum().ifPresent(then -> text("votes", "quorum", quorum, then, Calls.quorum(
                NetworkFile.numerator(then), NetworkFile.denominator(then)), changes));
        wanted.lifetimeSeconds().ifPresent(then -> number("votes", "proposal-seconds",
                is.lifetimeSeconds(), then, Calls.lifetime(then), changes));
        wanted.nodesAlone().ifPresent(then -> text("votes", "nodes-alone",
                names(is.nodesAlone(), NetworkFile.OF_NODES), names(then, NetworkFile.OF_NODES),
                Calls.nodesAlone(then), changes));
        wanted.accountsAlone().ifPresent(then -> text("votes", "accounts-alone",
                names(is.accountsAlone(), NetworkFile.OF_ACCOUNTS),
                names(then, NetworkFile.OF_ACCOUNTS), Calls.accountsAlone(then), changes));
        wanted.enforced().ifPresent(then -> text("votes", "enforce",
                names(is.enforced(), NetworkFile.ENFORCED), names(then, NetworkFile.ENFORCED),
                Calls.enforce(then), changes));
    }

    /** As a list in TOML, so that {@code export} and the table read alike. */
    static String names(int bits, List<String> names) {
        return IntStream.range(0, names.size()).filter(place -> (bits >> place & 1) != 0)
                .mapToObj(place -> "\"" + names.get(place) + "\"")
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static void number(String subject, String field, long is, long then, SystemCall call,
            List<Change> changes) {
        text(subject, field, String.valueOf(is), String.valueOf(then), call, changes);
    }

    private static void text(String subject, String field, String is, String then,
            SystemCall call, List<Change> changes) {
        if (!is.equals(then)) changes.add(new Change.ByVote(subject, field, is, then, call));
    }

}
