package io.quorate.node.recovery;

import io.quorate.bft.MemberId;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.Member;
import io.quorate.bft.core.epoch.RecoveryRecord;
import io.quorate.node.OperatorException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.tuweni.bytes.Bytes;

/**
 * Makes a record of where replicas stand: the epoch ends at the highest slot that any of them executed, since it may
 * have told clients so, and goes on with the logs that they have now.
 */
public final class Proposal {
    private final EpochConfig epoch;
    private final Standing own;
    private final Map<Integer, Standing> standings = new TreeMap<>();

    /** {@code own} stands for its chain; what it says of itself counts. */
    public Proposal(EpochConfig epoch, Standing own) {
        this.epoch = epoch;
        this.own = own;
        standings.put(own.member(), own);
    }

    /** Fails with {@link OperatorException} where it cannot be true together with what is known. */
    public void add(Standing other) {
        String who = "The status of " + other.name() + " (member " + other.member() + ")";
        if (other.chainId() != own.chainId() || !other.genesis().equals(own.genesis())) {
            throw new OperatorException(who + " is of chain " + other.chainId()
                    + " with genesis 0x" + other.genesis() + ", this replica is of chain "
                    + own.chainId() + " with genesis 0x" + own.genesis() + ".");
        }
        if (other.epoch() > epoch.number()) {
            throw new OperatorException(who + " is in epoch " + other.epoch()
                    + ", this replica in epoch " + epoch.number()
                    + ": bring this one there first, or propose at that one.");
        }
        if (epoch.replicaOf(new MemberId(other.member())).isEmpty()) {
            throw new OperatorException(who + " is of no member of epoch " + epoch.number() + ".");
        }
        for (Standing known : standings.values()) {
            if (known.member() != other.member() && known.executed() == other.executed()
                    && !known.result().equals(other.result())) {
                throw new OperatorException(who + " has the result 0x" + other.result()
                        + " at slot " + other.executed() + ", " + known.name() + " has 0x"
                        + known.result() + ": their states differ, and no record can mend that.");
            }
        }
        Standing before = standings.putIfAbsent(other.member(), other);
        if (before != null && !before.equals(other)) {
            throw new OperatorException(who + " differs from the one that was given before.");
        }
    }

    /** The members whose replica tells nothing: what only they executed would be lost. */
    public List<Member> silent(Set<Integer> leftOut) {
        return epoch.members().stream()
                .filter(member -> !standings.containsKey(member.id().number())
                        && !leftOut.contains(member.id().number()))
                .toList();
    }

    /** Who knows of a slot beyond {@code last} that a quorum had executed: it is lost, unless one of those is heard. */
    public List<Standing> aheadOf(long last) {
        return standings.values().stream().filter(standing -> standing.certified() > last)
                .toList();
    }

    /**
     * @param leftOut members that the next epoch has no more
     * @param incarnations of logs whose replica's status is not at hand, by member
     */
    public RecoveryRecord record(Set<Integer> leftOut, Map<Integer, Bytes> incarnations) {
        Standing last = standings.values().stream()
                .max(Comparator.comparingLong(Standing::executed)).orElseThrow();
        for (int number : union(leftOut, incarnations.keySet())) {
            if (epoch.replicaOf(new MemberId(number)).isEmpty()) {
                throw new OperatorException("There is no member " + number + " in epoch "
                        + epoch.number() + ".");
            }
        }
        List<Member> members = new ArrayList<>();
        for (Member member : epoch.members()) {
            if (!leftOut.contains(member.id().number())) {
                members.add(next(member, incarnations));
            }
        }
        try {
            return new RecoveryRecord(own.chainId(), own.genesis(), epoch, last.result(),
                    epoch.next(new SeqNum(last.executed()), members, epoch.parameters()));
        } catch (IllegalArgumentException e) {
            throw new OperatorException("No epoch can follow: " + e.getMessage() + ".", e);
        }
    }

    private static Set<Integer> union(Set<Integer> some, Set<Integer> others) {
        Set<Integer> all = new TreeSet<>(some);
        all.addAll(others);
        return all;
    }

    private Member next(Member member, Map<Integer, Bytes> incarnations) {
        int number = member.id().number();
        Optional<Standing> standing = Optional.ofNullable(standings.get(number));
        if (standing.isPresent() && standing.get().incarnation().isEmpty()
                && !incarnations.containsKey(number)) {
            throw new OperatorException(standing.get().name() + " (member " + number
                    + ") has no ordering log: start its node once, so that it begins one, and take"
                    + " its status again.");
        }
        return Optional.ofNullable(incarnations.get(number))
                .or(() -> standing.flatMap(Standing::incarnation))
                .map(incarnation -> withLog(member, incarnation)).orElse(member);
    }

    private static Member withLog(Member member, Bytes incarnation) {
        if (incarnation.size() != Member.INCARNATION_BYTES) {
            throw new OperatorException("The incarnation " + incarnation + " of member "
                    + member.id().number() + " has " + incarnation.size() + " bytes; expected "
                    + Member.INCARNATION_BYTES + ".");
        }
        return member.withIncarnation(incarnation);
    }

    /** Whether {@code replica} of the epoch keeps the log that it voted from. */
    static boolean keepsLog(RecoveryRecord record, ReplicaId replica) {
        Member before = record.ended().member(replica);
        return record.next().replicaOf(before.id()).map(record.next()::member)
                .filter(after -> after.incarnation().equals(before.incarnation())).isPresent();
    }
}
