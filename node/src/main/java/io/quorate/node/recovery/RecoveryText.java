package io.quorate.node.recovery;

import io.quorate.bft.MemberId;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.Member;
import io.quorate.bft.core.epoch.RecoveryRecord;
import io.quorate.bft.core.epoch.SignedRecovery;
import io.quorate.bft.net.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.tuweni.bytes.Bytes;

/** A recovery record in words: all that whoever signs it agrees to. */
public final class RecoveryText {
    private final SignedRecovery signed;
    private final RecoveryRecord record;
    private final Function<MemberId, String> names;

    public RecoveryText(SignedRecovery signed, Function<MemberId, String> names) {
        this.signed = signed;
        this.record = signed.record();
        this.names = names;
    }

    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        EpochConfig ended = record.ended();
        EpochConfig next = record.next();
        lines.add("fingerprint  " + record.fingerprint());
        lines.add("chain        " + record.chainId() + ", genesis 0x" + record.genesis());
        lines.add("ends         epoch " + ended.number() + " of " + ended.members().size()
                + " members, after slot " + record.last().number());
        lines.add("result       0x" + record.result());
        lines.add("begins       epoch " + next.number() + " of " + next.members().size()
                + " members; " + next.quorums().quorum() + " of them are a quorum, "
                + next.quorums().f() + " may fail");
        changes().forEach(change -> lines.add("  " + change));
        lines.addAll(signatures());
        return lines;
    }

    private List<String> changes() {
        List<String> changes = new ArrayList<>();
        for (int i = 0; i < record.ended().members().size(); i++) {
            changes.add(change(new ReplicaId(i)));
        }
        record.next().members().stream()
                .filter(member -> record.ended().replicaOf(member.id()).isEmpty())
                .forEach(member -> changes.add(names.apply(member.id()) + " joins with the log "
                        + member.incarnation() + " and the key " + member.publicKey()));
        if (!record.ended().parameters().equals(record.next().parameters())) {
            changes.add("parameters change from " + record.ended().parameters() + " to "
                    + record.next().parameters());
        }
        return changes;
    }

    private String change(ReplicaId replica) {
        Member before = record.ended().member(replica);
        String name = names.apply(before.id());
        Optional<Member> after = record.next().replicaOf(before.id()).map(record.next()::member);
        if (after.isEmpty()) return name + " is left out";
        List<String> parts = new ArrayList<>();
        parts.add(Proposal.keepsLog(record, replica) ? "keeps its log"
                : "votes from its new log " + after.get().incarnation());
        if (!after.get().publicKey().equals(before.publicKey())) {
            parts.add("has the new key " + after.get().publicKey());
        }
        if (!after.get().channel().equals(before.channel())) {
            parts.add("is reached at " + address(after.get()));
        }
        return name + " " + String.join(", ", parts);
    }

    private static String address(Member member) {
        try {
            Peer peer = Peer.of(member.id().number(), member.channel());
            return peer.host() + ":" + peer.port() + " by the TLS key " + peer.keyPin();
        } catch (IllegalArgumentException e) {
            return "nowhere (" + e.getMessage() + ")";
        }
    }

    private List<String> signatures() {
        List<String> lines = new ArrayList<>();
        List<ReplicaId> forged = signed.forged(Schemes.verifying(record.ended()));
        for (ReplicaId signer : signed.signatures().keySet()) {
            lines.add((forged.contains(signer) ? "NOT signed   " : "signed       ")
                    + names.apply(record.ended().member(signer).id())
                    + (forged.contains(signer) ? ": what stands there is not its signature" : ""));
        }
        int valid = signed.signatures().size() - forged.size();
        int missing = Math.max(0, signed.quorum() - valid);
        lines.add("signatures   " + valid + " of " + signed.quorum() + " needed"
                + (missing == 0 ? ": complete" : "; " + missing + " more to go"));
        return lines;
    }

    /** One line of JSON. */
    public String json() {
        List<ReplicaId> forged = signed.forged(Schemes.verifying(record.ended()));
        StringBuilder members = new StringBuilder();
        for (Member member : record.next().members()) {
            Optional<Member> before = record.ended().replicaOf(member.id())
                    .map(record.ended()::member);
            members.append(members.isEmpty() ? "" : ",").append("{\"member\":")
                    .append(member.id().number()).append(",\"incarnation\":\"")
                    .append(member.incarnation()).append("\",\"publicKey\":\"")
                    .append(member.publicKey()).append("\",\"keepsLog\":")
                    .append(before.map(Member::incarnation).filter(member.incarnation()::equals)
                            .isPresent())
                    .append('}');
        }
        List<Integer> signers = signed.signatures().keySet().stream()
                .filter(signer -> !forged.contains(signer))
                .map(signer -> record.ended().member(signer).id().number()).toList();
        return "{\"fingerprint\":\"" + record.fingerprint() + "\",\"digest\":\"0x"
                + record.digest() + "\",\"chainId\":" + record.chainId() + ",\"genesisHash\":\"0x"
                + record.genesis() + "\",\"endsEpoch\":" + record.ended().number()
                + ",\"lastSlot\":" + record.last().number() + ",\"resultDigest\":\"0x"
                + record.result() + "\",\"nextEpochHash\":\"0x" + record.next().hash()
                + "\",\"members\":[" + members
                + "],\"signedBy\":" + signers.toString().replace(" ", "") + ",\"needed\":"
                + signed.quorum() + ",\"complete\":"
                + (forged.isEmpty() && signers.size() >= signed.quorum()) + ",\"proof\":\""
                + Bytes.wrap(signed.encode()) + "\"}";
    }
}
