package io.quorate.node;

import io.quorate.bft.MemberId;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.crypto.BlsMultisig;
import io.quorate.bft.core.crypto.SecpList;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.Member;
import io.quorate.bft.net.Peer;
import io.quorate.execution.MemberRegistry;
import io.quorate.genesis.BlsIdentity;
import io.quorate.genesis.Endpoint;
import io.quorate.genesis.PublicKeys;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The committee that the members' records ask for. Everything that the contracts cannot check is checked here; what cannot
 * be is an {@link IllegalArgumentException} that says why.
 *
 * @param current epoch in force
 * @param unrecovered the last one up to it that no recovery record made: the records know of its logs, but not of those
 *     that a record named since
 */
record NextCommittee(MemberRegistry registry, EpochConfig current, EpochConfig unrecovered) {
    /** For an address that is none: nobody can dial it, and its owner can still dial others. */
    private static final String NOWHERE = "unreadable.invalid";

    EpochConfig startingAfter(SeqNum last) {
        MemberRegistry.Parameters asked = registry.parameters();
        byte suite = suite(asked.suite());
        List<Member> members = registry.nodes().stream()
                .filter(MemberRegistry.Node::isNextMember).map(node -> member(node, suite))
                .toList();
        EpochConfig.Parameters before = current.parameters();
        long segment = before.segmentSlots() == ReplicaConfig.STABLE_LEADER
                ? ReplicaConfig.STABLE_LEADER
                : Math.max(before.segmentSlots(), 2L * asked.window());
        return new EpochConfig(current.number() + 1, last, members, suite,
                new EpochConfig.Parameters(asked.c(), asked.window(), asked.inFlight(),
                        Math.toIntExact(asked.payloadBytes()), segment, before.timeouts(),
                        asked.lanes()));
    }

    private static byte suite(int number) {
        return switch (number) {
            case 1 -> SecpList.SUITE;
            case 2 -> BlsMultisig.SUITE;
            default -> throw new IllegalArgumentException("there is no suite " + number);
        };
    }

    private Member member(MemberRegistry.Node node, byte suite) {
        MemberId id = new MemberId(node.number());
        return new Member(id, publicKey(node, suite), channel(node), incarnation(id, node));
    }

    private static Bytes publicKey(MemberRegistry.Node node, byte suite) {
        Bytes key = PublicKeys.decode(node.consensusKey())
                .orElseThrow(() -> new IllegalArgumentException("the consensus key of node "
                        + node.number() + " is no point of secp256k1"));
        if (suite == SecpList.SUITE) return key;
        BlsIdentity bls = new BlsIdentity(node.blsKey(), node.blsProof());
        if (!bls.provesPossession()) {
            throw new IllegalArgumentException("the BLS key of node " + node.number()
                    + " is missing, or its proof of possession is wrong");
        }
        return BlsMultisig.memberKey(node.blsKey(), key);
    }

    /** As {@link Orders} makes those of the first epoch; port 0 is a member of this process. */
    static Bytes channel(MemberRegistry.Node node) {
        Bytes32 pin = Bytes32.wrap(node.tlsFingerprint().toArray());
        Endpoint endpoint;
        try {
            endpoint = Endpoint.parse(node.endpoint());
        } catch (IllegalArgumentException _) { // its owner's fault, which nobody else waits for
            return new Peer(node.number(), NOWHERE, 1, pin).channel();
        }
        return endpoint.port() == 0 ? Bytes.EMPTY
                : new Peer(node.number(), endpoint.host(), endpoint.port(), pin).channel();
    }

    /** That of the record, unless the member lost its log since and operators named its new one by hand. */
    private Bytes incarnation(MemberId id, MemberRegistry.Node node) {
        Optional<Member> known = find(unrecovered, id);
        boolean isUnchanged = known
                .filter(member -> member.incarnation().equals(node.incarnation())).isPresent();
        return isUnchanged ? find(current, id).map(Member::incarnation)
                .orElse(node.incarnation()) : node.incarnation();
    }

    private static Optional<Member> find(EpochConfig epoch, MemberId id) {
        return epoch.replicaOf(id).map((ReplicaId replica) -> epoch.member(replica));
    }
}
