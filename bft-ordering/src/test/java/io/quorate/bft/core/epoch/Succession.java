package io.quorate.bft.core.epoch;

import io.quorate.bft.Digest;
import io.quorate.bft.HandOver;
import io.quorate.bft.MemberId;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.SlotLinks;
import io.quorate.bft.core.EpochCertificates;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.Timeouts;
import io.quorate.bft.core.crypto.KeySigner;
import io.quorate.bft.core.crypto.Preimages;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.crypto.SecpList;
import io.quorate.bft.core.message.BlockCert;
import io.quorate.bft.core.message.MessageCodec;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;

/** Four members with real keys, who stay through two epochs; the application's record is a byte and the next set's hash. */
final class Succession {
    static final long CHAIN_ID = 1337;
    static final Bytes INCARNATION = Bytes.repeat((byte) 7, Member.INCARNATION_BYTES);

    final List<KeySigner> signers = IntStream.rangeClosed(1, 4)
            .mapToObj(i -> new KeySigner(Bytes.repeat((byte) i, 32))).toList();
    final EpochConfig first = new EpochConfig(0, SeqNum.ZERO, IntStream.range(0, 4)
            .mapToObj(i -> new Member(new MemberId(i), signers.get(i).publicKey(), Bytes.EMPTY,
                    INCARNATION))
            .toList(), SecpList.SUITE,
            new EpochConfig.Parameters(0, ReplicaConfig.WINDOW, ReplicaConfig.IN_FLIGHT_MAX,
                    ReplicaConfig.INLINE_PAYLOAD_BYTES_MAX, ReplicaConfig.SEGMENT_SLOTS,
                    Timeouts.DEFAULT, false));
    final EpochConfig second = next(512);
    private final Preimages hashing = new Preimages((byte) 0, 0, 0);

    EpochConfig next(long last) {
        return first.next(new SeqNum(last), first.members(), first.parameters());
    }

    Bytes slotRecord(EpochConfig next) {
        return Bytes.concatenate(Bytes.of(9), next.hash().bytes());
    }

    /** Signed in that epoch of that chain by the first so many. */
    Bytes certificate(long chainId, long epoch, SeqNum seq, Bytes slotRecord, int count) {
        Digest digest = hashing.content(slotRecord);
        Digest preimage = new Preimages(SecpList.SUITE, chainId, epoch).blockCert(seq, digest);
        TreeMap<ReplicaId, Bytes> shares = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            shares.put(new ReplicaId(i), scheme(i).sign(preimage));
        }
        return MessageCodec.encodeBlockCert(new BlockCert(seq, digest,
                scheme(0).combine(preimage, shares).multisig()));
    }

    private QuorumScheme scheme(int replica) {
        return new SecpKeys(signers).signing(first, new ReplicaId(replica)).orElseThrow();
    }

    HandOver proof(EpochConfig next, int signed) {
        return new HandOver(slotRecord(next),
                certificate(CHAIN_ID, 0, next.start(), slotRecord(next), signed), next.encode());
    }

    Optional<SlotLinks> links(Digest result, Bytes slotRecord) {
        return slotRecord.size() == 1 + Digest.SIZE && hashing.content(slotRecord).equals(result)
                ? Optional.of(new SlotLinks(Digest.ZERO, Digest.of(slotRecord.slice(1))))
                : Optional.empty();
    }

    /** What comes of it by the product's rules. */
    Optional<EpochConfig> check(HandOver proof) {
        return HandOverRules.PRODUCT.check(first, proof,
                new EpochCertificates(first.replica(new ReplicaId(0), CHAIN_ID),
                        new SecpKeys(List.of()).verifying(first)),
                this::links).map(HandOverRules.Proven::next);
    }
}
