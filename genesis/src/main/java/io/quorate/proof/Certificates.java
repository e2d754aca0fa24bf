package io.quorate.proof;

import static io.quorate.proof.ProofVerifier.require;

import io.quorate.bft.Digest;
import io.quorate.bft.MemberId;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.crypto.Preimages;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.SignedRecovery;
import io.quorate.bft.core.epoch.VerifyingSchemes;
import io.quorate.bft.core.message.BlockCert;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.ledger.SlotRecord;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;

/**
 * Follows the members from epoch to epoch and checks what they signed. Holds one epoch at a time. Mutable, one thread.
 */
public final class Certificates {
    private final long chainId;
    private final Hash genesisHash;
    private EpochConfig epoch;
    private QuorumScheme scheme;

    /** A record, its hash, and the BlockCert over it. */
    public record Signed(SlotRecord slotRecord, Hash hash, Bytes certificate) {}

    /** Fails with {@link IllegalArgumentException} where the first members' keys are none. */
    public Certificates(TrustedStart start) {
        this.chainId = start.chainId();
        this.genesisHash = start.genesisHash();
        this.epoch = start.epoch();
        this.scheme = VerifyingSchemes.of(epoch);
    }

    /** The epoch whose members are believed at present. */
    public long epoch() {
        return epoch.number();
    }

    /** Goes on to the next epoch; fails where the members of this one did not agree to it. */
    public void follow(EpochStep step) throws DecodeException {
        EpochConfig next = switch (step) {
            case EpochStep.HandedOver handedOver -> handedOver(handedOver);
            case EpochStep.Recovered recovered -> recovered(recovered);
        };
        try {
            scheme = VerifyingSchemes.of(next);
        } catch (IllegalArgumentException e) {
            throw new DecodeException("the members of epoch " + next.number() + " cannot sign: "
                    + e.getMessage());
        }
        epoch = next;
    }

    private EpochConfig handedOver(EpochStep.HandedOver step) throws DecodeException {
        SlotRecord last = SlotRecord.decode(step.slotRecord());
        verify(new Signed(last, Keccak256.hash(step.slotRecord()), step.certificate()));
        EpochConfig next;
        try {
            next = EpochConfig.decode(step.next());
        } catch (io.quorate.bft.DecodeException e) {
            throw new DecodeException(
                    "what follows epoch " + epoch.number() + ": " + e.getMessage());
        }
        require(next.hash().equals(Digest.of(last.nextSetHash().toArray())),
                "the last record of epoch " + epoch.number() + " names other members");
        require(next.number() == epoch.number() + 1 && next.start().number() == last.seqNum(),
                "epoch " + next.number() + " from slot " + next.start().number()
                        + " on does not follow epoch " + epoch.number() + ", which ended at slot "
                        + last.seqNum());
        return next;
    }

    private EpochConfig recovered(EpochStep.Recovered step) throws DecodeException {
        SignedRecovery signed;
        try {
            signed = SignedRecovery.decode(step.record());
        } catch (io.quorate.bft.DecodeException e) {
            throw new DecodeException("recovery record: " + e.getMessage());
        }
        require(signed.record().chainId() == chainId && signed.record().genesis()
                .equals(Digest.of(genesisHash.toArray())),
                "a recovery record is of another chain");
        require(signed.record().ends(epoch), "the recovery record "
                + signed.record().fingerprint() + " does not end epoch " + epoch.number());
        Optional<String> objection = signed.objection(scheme);
        require(objection.isEmpty(), "the recovery record " + signed.record().fingerprint()
                + " ends nothing: " + objection.orElse(""));
        return signed.record().next();
    }

    /** Fails unless a quorum of the present epoch's members signed the record. */
    public Verdict.Signing verify(Signed signed) throws DecodeException {
        SlotRecord slotRecord = signed.slotRecord();
        require(slotRecord.epoch() == epoch.number(), "the record of slot " + slotRecord.seqNum()
                + " is of epoch " + slotRecord.epoch() + ", and what is known of the members"
                + " leads to epoch " + epoch.number());
        require(slotRecord.seqNum() > epoch.start().number(), "slot " + slotRecord.seqNum()
                + " is before epoch " + epoch.number() + ", which begins after slot "
                + epoch.start().number());
        SeqNum seqNum = new SeqNum(slotRecord.seqNum());
        Digest digest = Digest.of(signed.hash().toArray());
        BlockCert cert = decode(signed.certificate());
        require(cert.seq().equals(seqNum) && cert.digest().equals(digest),
                "the certificate is of slot " + cert.seq().number() + " with result "
                        + cert.digest() + ", not of slot " + slotRecord.seqNum() + " with "
                        + digest);
        int quorum = epoch.quorums().quorum();
        int signers = cert.signatures().signerCount();
        require(signers >= quorum, "the certificate of slot " + slotRecord.seqNum() + " has "
                + signers + " signatures, a quorum of epoch " + epoch.number() + " is " + quorum
                + " of " + epoch.members().size());
        Digest preimage = new Preimages(epoch.suite(), chainId, epoch.number()).blockCert(seqNum,
                digest);
        require(scheme.verify(preimage, cert.signatures(), quorum), "the certificate of slot "
                + slotRecord.seqNum() + " was not signed by those members of epoch "
                + epoch.number() + " that it names");
        List<MemberId> members = IntStream.range(0, epoch.members().size())
                .filter(cert.signatures()::hasSigner)
                .mapToObj(i -> epoch.members().get(i).id()).toList();
        return new Verdict.Signing(epoch.number(), slotRecord.seqNum(), members, quorum,
                epoch.members().size());
    }

    private BlockCert decode(Bytes certificate) throws DecodeException {
        try {
            return epoch.replica(new ReplicaId(0), chainId).codec().decodeBlockCert(certificate);
        } catch (io.quorate.bft.DecodeException e) {
            throw new DecodeException("the certificate is none: " + e.getMessage());
        }
    }
}
