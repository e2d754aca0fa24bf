package io.quorate.bft.sim;

import io.quorate.bft.DecodeException;
import io.quorate.bft.Digest;
import io.quorate.bft.HandOver;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.crypto.Multisig;
import io.quorate.bft.core.crypto.Preimages;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.message.BlockCert;
import io.quorate.bft.core.message.MessageCodec;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.MutableBytes;

/** What a faulty replica says of how an epoch ended. */
final class HandOverLiar {
    private static final int FAKE_SHARE_BYTES = Long.BYTES;

    private final ReplicaConfig config;
    private final SimRandom random;

    /** Each breaks another link of a proof. */
    enum Lie {
        /** Members of the liar's choice, beside a genuine record and certificate. */
        OTHER_SET,
        /** A record that names them, and a certificate of that record that few signed. */
        USURPED,
        /** Genuine signatures of f + 1. */
        WEAK,
        /** A record that is not the certified one. */
        OTHER_RECORD,
        /** The epoch is said to have ended later. */
        LATER_END,
        /** The epoch after the next, under a genuine record and certificate of this one. */
        SKIPPING,
        /** Members that cannot be read. */
        GARBAGE
    }

    HandOverLiar(ReplicaConfig config, SimRandom random) {
        this.config = config;
        this.random = random;
    }

    HandOver altered(HandOver genuine) {
        return altered(genuine, Lie.values()[random.below(Lie.values().length)]);
    }

    HandOver altered(HandOver genuine, Lie lie) {
        try {
            return altered(genuine, lie, EpochConfig.decode(genuine.next()),
                    config.codec().decodeBlockCert(genuine.blockCert()));
        } catch (DecodeException _) {
            return genuine; // an earlier lie
        }
    }

    private HandOver altered(HandOver genuine, Lie lie, EpochConfig next, BlockCert cert) {
        return switch (lie) {
            case OTHER_SET -> new HandOver(genuine.slotRecord(), genuine.blockCert(),
                    usurped(next).encode());
            case USURPED -> {
                Bytes slotRecord = Bytes.concatenate(
                        genuine.slotRecord().slice(0, genuine.slotRecord().size() - Digest.SIZE),
                        usurped(next).hash().bytes());
                Digest digest = new Preimages((byte) 0, 0, 0).content(slotRecord);
                yield new HandOver(slotRecord, MessageCodec.encodeBlockCert(
                        new BlockCert(cert.seq(), digest, cert.signatures())),
                        usurped(next).encode());
            }
            case WEAK -> new HandOver(genuine.slotRecord(), MessageCodec.encodeBlockCert(
                    new BlockCert(cert.seq(), cert.digest(), weak(cert.signatures()))),
                    genuine.next());
            case OTHER_RECORD -> new HandOver(
                    Bytes.concatenate(genuine.slotRecord(), genuine.slotRecord()),
                    genuine.blockCert(), genuine.next());
            case LATER_END -> {
                SeqNum later = new SeqNum(next.start().number() + 256);
                yield new HandOver(genuine.slotRecord(), MessageCodec.encodeBlockCert(
                        new BlockCert(later, cert.digest(), cert.signatures())),
                        new EpochConfig(next.number(), later, next.members(), next.suite(),
                                next.parameters()).encode());
            }
            case SKIPPING -> new HandOver(genuine.slotRecord(), genuine.blockCert(),
                    new EpochConfig(next.number() + 1, next.start(), next.members(), next.suite(),
                            next.parameters()).encode());
            case GARBAGE -> new HandOver(genuine.slotRecord(), genuine.blockCert(),
                    genuine.next().slice(0, genuine.next().size() - 1));
        };
    }

    /** The same numbers, with keys of the liar's. */
    private static EpochConfig usurped(EpochConfig next) {
        return new EpochConfig(next.number(), next.start(), next.members().stream()
                .map(member -> member.withKey(ChangePlan.key(member.id().number(), 666)))
                .toList(), next.suite(), next.parameters());
    }

    private Multisig weak(Multisig signatures) {
        MutableBytes signers = MutableBytes.create(signatures.signers().size());
        int kept = 0;
        for (int i = 0; kept < config.quorums().weak(); i++) {
            if (signatures.hasSigner(i)) {
                signers.set(i >> 3, (byte) (signers.get(i >> 3) | 1 << (i & 7)));
                kept++;
            }
        }
        return new Multisig(signers, signatures.signature().slice(0, kept * FAKE_SHARE_BYTES));
    }
}
