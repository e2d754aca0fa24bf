package io.quorate.bft.core.epoch;

import io.quorate.bft.MemberId;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Whom a process asks how an epoch ended: one after the other, and not those who lied. Holds a name for each at most.
 * Mutable, one thread.
 */
final class Asked {
    private final TreeSet<MemberId> waitingFor = new TreeSet<>();
    private final TreeSet<MemberId> blamed = new TreeSet<>();
    private Optional<MemberId> last = Optional.empty();

    /** The next in turn of these, who are in ascending order. */
    Optional<MemberId> next(List<MemberId> peers) {
        if (blamed.containsAll(peers)) {
            blamed.clear(); // more than can be faulty: what was held against them may have been this process's fault
        }
        List<MemberId> open = peers.stream().filter(peer -> !blamed.contains(peer)).toList();
        Optional<MemberId> next = open.stream()
                .filter(peer -> last.isEmpty() || peer.compareTo(last.get()) > 0).findFirst()
                .or(() -> open.stream().findFirst());
        next.ifPresent(peer -> {
            last = next;
            waitingFor.add(peer);
        });
        return next;
    }

    /** True once for each question: what nobody asked for costs nothing. */
    boolean answered(MemberId peer) {
        return waitingFor.remove(peer);
    }

    void blame(MemberId peer) {
        blamed.add(peer);
    }

    /** The question was answered: late answers to it are of no use. */
    void forget() {
        waitingFor.clear();
    }
}
