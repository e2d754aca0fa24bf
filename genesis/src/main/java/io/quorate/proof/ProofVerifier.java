package io.quorate.proof;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.ledger.BlockHeader;
import io.quorate.ledger.BlockHeaderCodec;
import io.quorate.ledger.SlotRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * Checks proofs that anybody may have made, holding nothing but a {@link TrustedStart}. Safe for any thread. What costs
 * least is looked at first, signatures last; no byte of a proof is idle, so that a changed one is refused.
 */
public final class ProofVerifier {
    /** Of each list of a proof: blocks, slot records, claims. */
    public static final int PARTS_MAX = 1_024;
    /** Changes of the members; the keys of one are replaced every few weeks at most. */
    public static final int EPOCHS_MAX = 10_000;

    private final TrustedStart start;

    public ProofVerifier(TrustedStart start) {
        this.start = start;
    }

    public Verdict verify(Proof proof) {
        try {
            return check(proof);
        } catch (DecodeException e) {
            return new Verdict.Refused(e.getMessage());
        }
    }

    private Verdict check(Proof proof) throws DecodeException {
        CertificateProof certificate = proof.certificate();
        requireBounds(proof);
        require(certificate.chainId() == start.chainId(), "it is of chain "
                + certificate.chainId() + ", not of chain " + start.chainId());
        require(certificate.genesisHash().equals(start.genesisHash()),
                "it is of the chain with genesis " + certificate.genesisHash() + ", not of "
                        + start.genesisHash());
        List<Verdict.ProvenBlock> blocks = blocks(certificate);
        Optional<Certificates.Signed> signed = slot(certificate, blocks.getFirst());
        List<Fact> facts = facts(proof.claims(), blocks);
        Optional<Verdict.Signing> signing = Optional.empty();
        if (signed.isPresent()) {
            Certificates epochs = new Certificates(start);
            for (EpochStep step : certificate.epochs()) {
                epochs.follow(step);
            }
            signing = Optional.of(epochs.verify(signed.get()));
        }
        return new Verdict.Proven(signing, blocks, facts);
    }

    private static void requireBounds(Proof proof) throws DecodeException {
        CertificateProof certificate = proof.certificate();
        require(certificate.headers().size() <= PARTS_MAX
                && certificate.slotRecords().size() <= PARTS_MAX
                && proof.claims().size() <= PARTS_MAX
                && certificate.epochs().size() <= EPOCHS_MAX,
                "it has more than " + PARTS_MAX + " blocks, slot records or claims, or more than "
                        + EPOCHS_MAX + " epochs");
        require(!certificate.headers().isEmpty(), "it has no block");
    }

    /** Each the parent of the one before; block 0 is the chain's. */
    private List<Verdict.ProvenBlock> blocks(CertificateProof certificate)
            throws DecodeException {
        List<Verdict.ProvenBlock> blocks = new ArrayList<>();
        for (Bytes encoded : certificate.headers()) {
            BlockHeader header = BlockHeaderCodec.decode(encoded);
            Hash hash = Keccak256.hash(encoded);
            require(blocks.isEmpty() || isParent(hash, header, blocks.getLast().header()),
                    "header " + blocks.size() + " is not the parent of the one before");
            require(header.number() != 0 || hash.equals(start.genesisHash()),
                    "block 0 is " + hash + ", not " + start.genesisHash());
            blocks.add(new Verdict.ProvenBlock(hash, header));
        }
        Verdict.ProvenBlock first = blocks.getFirst();
        require(first.header().number() == certificate.blockNumber()
                && first.hash().equals(certificate.blockHash()),
                "its first header is of block " + first.header().number() + ", " + first.hash()
                        + ", not of block " + certificate.blockNumber() + ", "
                        + certificate.blockHash());
        return blocks;
    }

    private static boolean isParent(Hash hash, BlockHeader header, BlockHeader child) {
        return hash.equals(child.parentHash()) && header.number() + 1 == child.number();
    }

    /** From the block to the record that was signed. */
    private static Optional<Certificates.Signed> slot(CertificateProof certificate,
            Verdict.ProvenBlock block) throws DecodeException {
        if (block.header().number() == 0) {
            require(certificate.slotRecords().isEmpty() && certificate.certificate().isEmpty()
                    && certificate.epochs().isEmpty(),
                    "block 0 needs no certificate, and the proof has parts of one");
            return Optional.empty();
        }
        require(!certificate.slotRecords().isEmpty(), "it has no slot record");
        Bytes cert = certificate.certificate()
                .orElseThrow(() -> new DecodeException("it has no certificate"));
        Hash previous = Hash.ZERO;
        SlotRecord slotRecord = null;
        for (Bytes encoded : certificate.slotRecords()) {
            boolean isFirst = slotRecord == null;
            slotRecord = SlotRecord.decode(encoded);
            require(isFirst || slotRecord.previousHash().equals(previous), "the record of slot "
                    + slotRecord.seqNum() + " does not follow the one before");
            require(!isFirst || slotRecord.blockHash().equals(block.hash()), "the record of slot "
                    + slotRecord.seqNum() + " names block " + slotRecord.blockHash() + ", not "
                    + block.hash());
            previous = Keccak256.hash(encoded);
        }
        return Optional.of(new Certificates.Signed(slotRecord, previous, cert));
    }

    private static List<Fact> facts(List<Claim> claims, List<Verdict.ProvenBlock> blocks)
            throws DecodeException {
        Map<Long, Verdict.ProvenBlock> byNumber = new HashMap<>();
        blocks.forEach(block -> byNumber.put(block.header().number(), block));
        List<Fact> facts = new ArrayList<>();
        for (Claim claim : claims) {
            Verdict.ProvenBlock block = byNumber.get(claim.blockNumber());
            require(block != null, "it says something of block " + claim.blockNumber()
                    + ", whose header it does not have");
            facts.add(Claims.check(claim, block));
        }
        return facts;
    }

    static void require(boolean condition, String reason) throws DecodeException {
        if (!condition) {
            throw new DecodeException(reason);
        }
    }
}
