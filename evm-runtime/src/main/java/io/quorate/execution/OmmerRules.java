package io.quorate.execution;

import io.quorate.evm.primitives.Hash;
import io.quorate.ledger.Block;
import io.quorate.ledger.BlockHeader;
import io.quorate.ledger.BlockHeaderCodec;
import io.quorate.ledger.ChainHead;
import io.quorate.ledger.Ledger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which ommers a block may name (Yellow Paper §11.1): recent, off the chain, and not named before. */
final class OmmerRules {
    private static final int OMMERS_MAX = 2;
    private static final long DEPTH_MAX = 6;

    private final ChainRules rules;
    private final Block block;
    /** The last seven blocks of the chain by their hash. */
    private final Map<Hash, BlockHeader> ancestors = new HashMap<>();
    private final Set<Hash> named = new HashSet<>();

    private OmmerRules(ChainRules rules, Ledger ledger, Block block) {
        this.rules = rules;
        this.block = block;
        long last = block.number() - 1;
        for (long number = last; number >= Math.max(0, last - DEPTH_MAX); number--) {
            Block ancestor = ledger.block(number).orElseThrow();
            ancestors.put(ancestor.hash(), ancestor.header());
            ancestor.ommers().forEach(ommer -> named.add(BlockHeaderCodec.hash(ommer)));
        }
    }

    /** The first rule that an ommer of {@code block}, which follows the head, breaks. */
    static Optional<String> violation(ChainRules rules, Ledger ledger, Block block) {
        if (block.ommers().isEmpty()) {
            return Optional.empty();
        }
        if (block.ommers().size() > OMMERS_MAX) {
            return Optional.of("has " + block.ommers().size() + " ommers, at most " + OMMERS_MAX
                    + " are allowed");
        }
        OmmerRules ommers = new OmmerRules(rules, ledger, block);
        for (BlockHeader ommer : block.ommers()) {
            Optional<String> broken = ommers.violationOf(ommer);
            if (broken.isPresent()) {
                return broken.map(reason -> "ommer " + ommer.number() + ": " + reason);
            }
        }
        return Optional.empty();
    }

    private Optional<String> violationOf(BlockHeader ommer) {
        Hash hash = BlockHeaderCodec.hash(ommer);
        if (!named.add(hash)) {
            return Optional.of("was named before");
        }
        if (ancestors.containsKey(hash)) {
            return Optional.of("is a block of this chain");
        }
        BlockHeader parent = ancestors.get(ommer.parentHash());
        if (parent == null || ommer.parentHash().equals(block.header().parentHash())) {
            return Optional.of("its parent is not the second to seventh last block");
        }
        return new HeaderRules(rules, new ChainHead(ommer.parentHash(), parent), ommer)
                .violation();
    }
}
