package io.quorate.node.doctor;

import io.quorate.jsonrpc.FindingCode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes over what replicas find wrong with themselves and with what they hold. */
final class OwnRules {
    /** One network's trouble, told by many: said once. */
    private static final Set<FindingCode> SHARED = EnumSet.of(FindingCode.STALLED,
            FindingCode.OVERLOADED, FindingCode.NONCE_GAP, FindingCode.VIEW_CHANGE,
            FindingCode.MISCONDUCT);
    /** Judged by what several say. */
    private static final Set<FindingCode> JUDGED = EnumSet.of(FindingCode.QUORUM_LOST,
            FindingCode.PARTITION, FindingCode.LEADER_DOWN, FindingCode.LINK_DOWN,
            FindingCode.REPLICA_DOWN, FindingCode.MEMBER_REMOVED);

    private final Facts facts;
    private final List<Finding> known;

    OwnRules(Facts facts, List<Finding> known) {
        this.facts = facts;
        this.known = known;
    }

    List<Finding> findings() {
        List<Finding> found = new ArrayList<>();
        Map<String, List<ReplicaFacts>> tellers = new LinkedHashMap<>();
        Map<String, LiveFacts.Told> shared = new LinkedHashMap<>();
        for (ReplicaFacts replica : facts.replicas()) {
            replica.live().ifPresent(live -> live.findings().forEach(told -> {
                Optional<FindingCode> code = code(told);
                boolean isAboutAnother = told.replica().isPresent()
                        && told.replica().getAsInt() != live.number();
                if (code.isEmpty() || isAboutAnother || JUDGED.contains(code.get())) return;
                if (SHARED.contains(code.get())) {
                    String key = code.get() == FindingCode.NONCE_GAP ? told.code() + told.mend()
                            : told.code();
                    shared.putIfAbsent(key, told);
                    tellers.computeIfAbsent(key, _ -> new ArrayList<>()).add(replica);
                } else if (known.stream().noneMatch(each -> each.isAbout(code.get(), replica))) {
                    found.add(Finding.of(code.get(), replica, text(told), told.mend()));
                }
            }));
        }
        shared.forEach((key, told) -> found.add(together(told, tellers.get(key))));
        return found;
    }

    /** A newer replica may know codes that this program does not. */
    static Optional<FindingCode> code(LiveFacts.Told told) {
        for (FindingCode each : FindingCode.values()) {
            if (each.name().equals(told.code())) return Optional.of(each);
        }
        return Optional.empty();
    }

    private static Finding together(LiveFacts.Told told, List<ReplicaFacts> tellers) {
        FindingCode code = code(told).orElseThrow();
        ReplicaFacts first = tellers.getFirst();
        String also = tellers.size() > 1 ? " So say " + tellers.size() + " replicas." : "";
        return Finding.of(code, first, text(told) + also, told.mend());
    }

    private static String text(LiveFacts.Told told) {
        return told.text().isEmpty()
                ? "It says so itself; open the group 'bft' to the doctor to hear more."
                : told.text();
    }
}
