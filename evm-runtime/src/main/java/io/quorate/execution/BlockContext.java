package io.quorate.execution;

import io.quorate.evm.BlockHashLookup;
import io.quorate.evm.fork.BlobSchedule;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.ledger.BlockHeader;

/**
 * What a transaction may know of its block. Fields that the fork does not have are zero.
 *
 * @param timestamp in seconds
 * @param difficulty what DIFFICULTY yields before Paris
 * @param prevRandao what it yields from Paris on
 * @param baseFeePerGas in wei
 * @param blobBaseFee in wei for a unit of blob gas
 */
public record BlockContext(long number, long timestamp, Address beneficiary, UInt256 difficulty,
        Hash prevRandao, long gasLimit, UInt256 baseFeePerGas, UInt256 blobBaseFee,
        BlockHashLookup blockHashes) {
    /** The context of a block that exists; {@code ancestors} are the blocks before it. */
    public static BlockContext of(BlockHeader header, ExecutionRules rules,
            BlockHashLookup ancestors) {
        BlobSchedule blobs = rules.blobSchedule().orElse(BlobSchedule.CANCUN);
        UInt256 blobFee = header.excessBlobGas()
                .map(excess -> BlockFees.blobBaseFee(excess, blobs)).orElse(UInt256.ZERO);
        return new BlockContext(header.number(), header.timestamp(), header.beneficiary(),
                header.difficulty(), header.mixHash(), header.gasLimit(),
                header.baseFeePerGas().orElse(UInt256.ZERO), blobFee, ancestors);
    }

    /** The same with another source of earlier blocks' hashes. */
    BlockContext withBlockHashes(BlockHashLookup ancestors) {
        return new BlockContext(number, timestamp, beneficiary, difficulty, prevRandao, gasLimit,
                baseFeePerGas, blobBaseFee, ancestors);
    }
}
