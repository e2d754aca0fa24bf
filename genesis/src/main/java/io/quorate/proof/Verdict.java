package io.quorate.proof;

import io.quorate.bft.MemberId;
import io.quorate.evm.primitives.Hash;
import io.quorate.ledger.BlockHeader;
import java.util.List;
import java.util.Optional;

/** What a proof came to. */
public sealed interface Verdict {
    /**
     * Everything it says is so.
     *
     * @param signing empty of block 0, which is known
     * @param blocks the newest first
     */
    record Proven(Optional<Signing> signing, List<ProvenBlock> blocks, List<Fact> facts)
            implements
                Verdict {
        public Proven {
            blocks = List.copyOf(blocks);
            facts = List.copyOf(facts);
        }
    }

    /** It proves nothing: {@code reason} says where it breaks, what was found, and what was expected. */
    record Refused(String reason) implements Verdict {}

    record ProvenBlock(Hash hash, BlockHeader header) {}

    /**
     * Who vouches for it.
     *
     * @param seqNum of the slot whose record was signed: the block's own, or a later one
     * @param quorum how many signatures it takes
     */
    record Signing(long epoch, long seqNum, List<MemberId> signers, int quorum, int members) {
        public Signing {
            signers = List.copyOf(signers);
        }
    }
}
