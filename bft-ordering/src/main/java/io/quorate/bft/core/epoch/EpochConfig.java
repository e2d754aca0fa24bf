package io.quorate.bft.core.epoch;

import io.quorate.bft.DecodeException;
import io.quorate.bft.Digest;
import io.quorate.bft.MemberId;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.Quorums;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.Timeouts;
import io.quorate.bft.core.VoteRouting;
import io.quorate.bft.core.crypto.Preimages;
import io.quorate.bft.core.lane.LaneSetting;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * Who orders, by which rules, from which slot on. Its hash stands in the last slot record of the epoch before, under
 * that epoch's certificate: the configurations of all epochs follow from the first one.
 *
 * @param start last slot before this epoch
 * @param members in ascending order of their numbers; the place in this list is the {@link ReplicaId}
 * @param suite of the certificates
 */
public record EpochConfig(long number, SeqNum start, List<Member> members, byte suite,
        Parameters parameters) {
    /** As many as the bitmap of a certificate was tried with. */
    static final int MEMBERS_MAX = 1_024;

    /**
     * What all members of an epoch must have the same.
     *
     * @param c slow replicas that the fast path tolerates
     * @param window W
     * @param segmentSlots R, or {@link ReplicaConfig#STABLE_LEADER}
     * @param lanes whether proposals cite lanes, which begin anew with the epoch
     */
    public record Parameters(int c, int window, int inFlightMax, int payloadBytesMax,
            long segmentSlots, Timeouts timeouts, boolean lanes) {
        public Parameters withC(int other) {
            return new Parameters(other, window, inFlightMax, payloadBytesMax, segmentSlots,
                    timeouts, lanes);
        }
    }

    public EpochConfig {
        members = List.copyOf(members);
        if (number < 0) {
            throw new IllegalArgumentException("negative epoch " + number);
        }
        if (members.size() > MEMBERS_MAX) {
            throw new IllegalArgumentException("epoch " + number + " has " + members.size()
                    + " members; at most " + MEMBERS_MAX + " are allowed");
        }
        for (int i = 1; i < members.size(); i++) {
            MemberId id = members.get(i).id();
            if (id.compareTo(members.get(i - 1).id()) <= 0) {
                throw new IllegalArgumentException(
                        "members of epoch " + number + " are not in ascending order at " + id);
            }
        }
        if (members.stream().map(Member::publicKey).distinct().count() != members.size()) {
            throw new IllegalArgumentException("two members of epoch " + number + " share a key");
        }
        // A committee or parameters that no replica could work with are refused here, by the application that decides.
        config(new ReplicaId(0), 0, number, start, quorums(members, parameters), parameters);
    }

    private static Quorums quorums(List<Member> members, Parameters parameters) {
        return new Quorums(members.size(), parameters.c());
    }

    private static ReplicaConfig config(ReplicaId self, long chainId, long number, SeqNum start,
            Quorums quorums, Parameters p) {
        return new ReplicaConfig(self, quorums, chainId, number, start, p.window(),
                p.inFlightMax(), p.payloadBytesMax(), p.timeouts(),
                VoteRouting.ofSize(quorums.n()), p.segmentSlots(),
                p.lanes() ? LaneSetting.of(quorums.n(), chainId, number, p.payloadBytesMax())
                        : LaneSetting.NONE);
    }

    public Quorums quorums() {
        return quorums(members, parameters);
    }

    public ReplicaConfig replica(ReplicaId self, long chainId) {
        return config(self, chainId, number, start, quorums(), parameters);
    }

    public Member member(ReplicaId replica) {
        return members.get(replica.index());
    }

    public Optional<ReplicaId> replicaOf(MemberId id) {
        int low = 0;
        int high = members.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = members.get(middle).id().compareTo(id);
            if (order == 0) {
                return Optional.of(new ReplicaId(middle));
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }
        return Optional.empty();
    }

    /** The epoch after this one, which ends at {@code last}. */
    public EpochConfig next(SeqNum last, List<Member> nextMembers, Parameters nextParameters) {
        return new EpochConfig(number + 1, last, nextMembers, suite, nextParameters);
    }

    public Bytes encode() {
        return EpochConfigCodec.encode(this);
    }

    /** Refuses what {@link #encode} would not have written. */
    public static EpochConfig decode(Bytes bytes) throws DecodeException {
        return EpochConfigCodec.decode(bytes);
    }

    /** SHA-256 of {@link #encode}. */
    public Digest hash() {
        return new Preimages(suite, 0, number).content(encode());
    }
}
