package io.quorate.node.doctor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a running replica answered.
 *
 * @param status of its {@code /health}
 * @param blockBefore its head when it was first asked, {@code block} a moment later
 * @param members numbers of who orders, as it knows them
 * @param connected numbers of those that it has a link to
 * @param clockOffsetMillis how far its clock is ahead of the doctor's, half of the round trip taken off
 * @param blockHashAt of the highest block that all have
 * @param findings its own, as it tells them; without sentences where {@code bft_explain} is closed to us
 * @param waiting transactions in its pool; empty where it does not tell
 * @param names of members, by number, as far as it tells
 */
public record LiveFacts(int number, String version, int protocol, String status,
        long blockBefore, long block, long epoch, OptionalInt leader, List<Integer> members,
        int quorum, int fastQuorum, Set<Integer> connected, long clockOffsetMillis,
        Optional<String> genesisHash, Optional<String> blockHashAt, List<Told> findings,
        OptionalInt waiting, Map<Integer, String> names) {
    public LiveFacts {
        members = List.copyOf(members);
        connected = Set.copyOf(connected);
        findings = List.copyOf(findings);
        names = Map.copyOf(names);
    }

    /** One of its findings. */
    public record Told(String code, OptionalInt replica, String text, String mend) {}

    boolean votes() {
        return !status.equals("learner") && !status.equals("observer")
                && !status.equals("starting") && !status.equals("disk-full");
    }
}
