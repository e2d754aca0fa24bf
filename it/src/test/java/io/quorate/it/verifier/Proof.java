package io.quorate.it.verifier;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.crypto.KeySigner;
import io.quorate.bft.core.crypto.Multisig;
import io.quorate.bft.core.crypto.Preimages;
import io.quorate.bft.core.crypto.SecpList;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.message.BlockCert;
import io.quorate.bft.core.message.MessageCodec;
import io.quorate.ledger.SlotRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;

/** What a caller brings to the contract. */
record Proof(Bytes config, Bytes slotRecord, Bytes certificate) {
    static Proof of(EpochConfig epoch, SlotRecord slotRecord, Bytes certificate) {
        return new Proof(epoch.encode(), slotRecord.encode(), certificate);
    }

    /** Signed anew by holders of keys, who sit at these places of the epoch; in the order given. */
    static Proof signed(long chainId, EpochConfig epoch, SlotRecord slotRecord,
            List<Map.Entry<Integer, KeySigner>> signers) {
        Digest digest = Digest.of(slotRecord.hash().toArray());
        Digest preimage = new Preimages(SecpList.SUITE, chainId, slotRecord.epoch())
                .blockCert(new SeqNum(slotRecord.seqNum()), digest);
        byte[] bitmap = new byte[(epoch.members().size() + 7) / 8];
        List<Bytes> shares = new ArrayList<>();
        for (var signer : signers) {
            bitmap[signer.getKey() >> 3] |= (byte) (1 << (signer.getKey() & 7));
            shares.add(signer.getValue().sign(preimage));
        }
        return new Proof(epoch.encode(), slotRecord.encode(),
                certificate(slotRecord.seqNum(), digest, Bytes.wrap(bitmap),
                        Bytes.concatenate(shares)));
    }

    static Bytes certificate(long seq, Digest digest, Bytes bitmap, Bytes signatures) {
        return MessageCodec.encodeBlockCert(
                new BlockCert(new SeqNum(seq), digest, new Multisig(bitmap, signatures)));
    }

    BlockCert decoded(EpochConfig epoch, long chainId) {
        try {
            return epoch.replica(new ReplicaId(0), chainId).codec().decodeBlockCert(certificate);
        } catch (io.quorate.bft.DecodeException e) {
            throw new IllegalStateException(e);
        }
    }

    Proof withCertificate(Bytes other) {
        return new Proof(config, slotRecord, other);
    }

    Proof withRecord(Bytes other) {
        return new Proof(config, other, certificate);
    }

    Proof withConfig(Bytes other) {
        return new Proof(other, slotRecord, certificate);
    }
}
