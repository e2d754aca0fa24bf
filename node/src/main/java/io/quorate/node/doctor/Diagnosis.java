package io.quorate.node.doctor;

import io.quorate.jsonrpc.FindingCode;
import io.quorate.node.FolderFacts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.stream.Collectors;

/** Judges what was collected. Pure: the same facts, the same report. */
public final class Diagnosis {
    private final Facts facts;
    private final Topology topology;
    private final List<Finding> findings = new ArrayList<>();

    private Diagnosis(Facts facts) {
        this.facts = facts;
        this.topology = new Topology(facts);
    }

    public static Report of(Facts facts) {
        return new Diagnosis(facts).report();
    }

    private Report report() {
        FolderRules folders = new FolderRules(facts.replicas());
        for (ReplicaFacts replica : facts.replicas()) {
            if (isRemoved(replica)) {
                removed(replica);
            } else {
                findings.addAll(folders.of(replica));
                findings.addAll(LogRules.of(replica, findings));
            }
        }
        findings.addAll(new CrossRules(facts, topology).findings());
        findings.addAll(new LinkRules(facts, topology, List.copyOf(findings)).findings());
        facts.replicas().stream().filter(each -> !isRemoved(each)).forEach(this::down);
        leader();
        findings.addAll(new OwnRules(facts, List.copyOf(findings)).findings());
        Optional<Margin> margin = topology.margin();
        margin.ifPresent(this::quorum);
        Report.Verdict verdict = verdict(margin);
        findings.sort(Comparator.comparing(Finding::code).thenComparing(Finding::name));
        List<Finding> distinct = findings.stream().distinct().toList();
        return new Report(verdict, why(verdict, margin, distinct), next(distinct), margin,
                facts.replicas().stream().map(each -> new Report.Row(each, state(each))).toList(),
                distinct, List.of(), facts.notes());
    }

    /** By the newest members that anybody tells of; one that is about to join is none of them either. */
    private boolean isRemoved(ReplicaFacts replica) {
        boolean knowsItself = replica.live().stream().flatMap(live -> live.findings().stream())
                .anyMatch(told -> told.code().equals(FindingCode.MEMBER_REMOVED.name()));
        boolean isStranger = replica.number().isPresent() && topology.isTold()
                && !topology.isMember(replica.number().getAsInt())
                && !facts.joining().contains(replica.number().getAsInt())
                && replica.live().map(live -> live.status().equals("learner")).orElse(true);
        return knowsItself || isStranger;
    }

    private void removed(ReplicaFacts replica) {
        findings.add(Finding.of(FindingCode.MEMBER_REMOVED, replica, replica.name()
                + " is none of the members any more: it takes no part, and nobody lets it in."
                + (replica.runs() ? " It still runs." : ""),
                replica.runs() ? "stop "
                        + replica.name() + "; or add it again: ./quorate members propose add"
                        : "leave it stopped; or add it again: ./quorate members propose add"));
    }

    /** One that does not answer and of which no reason is known yet. */
    private void down(ReplicaFacts replica) {
        if (replica.isUp()) return;
        boolean isExplained = findings.stream().anyMatch(each -> each.name().equals(replica.name())
                && each.code().weight() == FindingCode.Weight.BREAKS);
        if (isExplained) return;
        boolean isRunning = replica.folder().map(FolderFacts::running).orElse(false);
        boolean isHeard = replica.number().isPresent()
                && topology.isHeard(replica.number().getAsInt());
        boolean isAsked = replica.url().isPresent();
        if (!isAsked && isRunning && isHeard) return; // it serves no JSON-RPC, and takes part
        if (isRunning || isHeard) {
            findings.add(Finding.of(FindingCode.REPLICA_STUCK, replica, "Its process runs"
                    + (isHeard ? ", others have a link to it," : "") + " and it does not answer"
                    + replica.silence().map(why -> ": " + why).orElse("") + ".",
                    "see its log; if it stands still, end its process and "
                            + Finding.start(replica)));
            return;
        }
        findings.add(Finding.of(FindingCode.REPLICA_DOWN, replica, replica.folder().isPresent()
                ? "Its process does not run."
                : "It does not answer" + replica.silence().map(why -> " (" + why + ")").orElse("")
                        + ", and nobody has a link to it.",
                Finding.start(replica)));
    }

    private void leader() {
        topology.leader().filter(topology::isMember).ifPresent(leader -> {
            boolean isGone = !topology.isUp(leader) && !topology.isHeard(leader)
                    || facts.replicas().stream().anyMatch(each -> each.number().isPresent()
                            && each.number().getAsInt() == leader
                            && findings.stream().anyMatch(found -> found
                                    .isAbout(FindingCode.REPLICA_STUCK, each)));
            if (!isGone) return;
            Optional<ReplicaFacts> who = facts.replicas().stream()
                    .filter(each -> each.number().isPresent()
                            && each.number().getAsInt() == leader)
                    .findFirst();
            String text = topology.name(leader) + " leads and takes no part: the next transaction"
                    + " waits, for some seconds, until the others have chosen another leader.";
            findings.add(who.map(each -> Finding.of(FindingCode.LEADER_DOWN, each, text,
                    Finding.start(each)))
                    .orElseGet(() -> new Finding(FindingCode.LEADER_DOWN,
                            OptionalInt.of(leader), topology.name(leader), text,
                            "start " + topology.name(leader))));
        });
    }

    private void quorum(Margin margin) {
        if (margin.isLive() || !topology.isTold()) return;
        List<SortedSet<Integer>> sides = topology.sides();
        int running = sides.stream().mapToInt(SortedSet::size).sum();
        boolean isCut = sides.size() > 1 && running >= margin.quorum();
        String mend = findings.stream()
                .filter(each -> each.code().weight() == FindingCode.Weight.BREAKS
                        && each.code() != FindingCode.LEADER_DOWN)
                .min(Comparator.comparing(Finding::code)).map(Finding::mend)
                .orElse("start the replicas that are missing");
        if (isCut) {
            findings.add(Finding.ofNetwork(FindingCode.PARTITION, "The network is cut: "
                    + sides.stream().map(this::names).collect(Collectors.joining(" | "))
                    + ". No side has the " + margin.quorum() + " that a decision takes.",
                    LinkRules.mend(facts, sides, topology)));
        } else {
            findings.add(Finding.ofNetwork(FindingCode.QUORUM_LOST, "Only " + margin.voting()
                    + " of " + margin.n() + " replicas take part, and a decision takes "
                    + margin.quorum() + ".", mend));
        }
    }

    private String names(SortedSet<Integer> side) {
        return side.stream().map(topology::name).collect(Collectors.joining(", "));
    }

    private Report.Verdict verdict(Optional<Margin> margin) {
        List<LiveFacts> live = facts.replicas().stream().flatMap(each -> each.live().stream())
                .toList();
        if (live.stream().anyMatch(each -> each.block() > each.blockBefore()
                && each.status().equals("ok"))) {
            return Report.Verdict.MAKING;
        }
        boolean isDead = !facts.replicas().isEmpty() && live.isEmpty() && facts.replicas().stream()
                .allMatch(each -> each.folder().isPresent() && !each.runs());
        boolean isStopped = margin.filter(each -> !each.isLive()).isPresent() && topology.isTold()
                || findings.stream().anyMatch(each -> each.code() == FindingCode.STALLED);
        if (isDead || isStopped) return Report.Verdict.STOPPED;
        return live.isEmpty() ? Report.Verdict.UNKNOWN : Report.Verdict.IDLE;
    }

    private String why(Report.Verdict verdict, Optional<Margin> margin, List<Finding> sorted) {
        String most = sorted.stream().findFirst()
                .map(each -> " " + (each.name().isEmpty() ? "" : each.name() + ": ") + each.text())
                .orElse("");
        return switch (verdict) {
            case MAKING -> "Blocks are made.";
            case IDLE -> "No block came in " + String.format(Locale.ROOT, "%.1f",
                    facts.watchedMillis() / 1_000.0)
                    + " s, and nothing hinders one: it comes with the next transaction.";
            case STOPPED -> topology.isTold() ? "No block is made." + most
                    : "No replica runs." + most;
            case UNKNOWN -> margin.isEmpty() ? "No replica answered that could tell."
                    : "Whether blocks are made is not known: no replica answered.";
        };
    }

    private static Optional<String> next(List<Finding> sorted) {
        return sorted.stream().map(Finding::mend).findFirst();
    }

    private String state(ReplicaFacts replica) {
        if (isRemoved(replica)) return "removed";
        return replica.live().map(LiveFacts::status)
                .orElseGet(() -> replica.folder().map(folder -> folder.running() ? "runs" : "down")
                        .orElse("silent"));
    }
}
