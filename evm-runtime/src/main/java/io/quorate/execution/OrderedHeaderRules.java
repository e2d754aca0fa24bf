package io.quorate.execution;

import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.ledger.BlockHeader;
import io.quorate.ledger.ChainHead;
import java.util.Optional;

/**
 * What a header of a block that validators ordered must be like, its parent given: all that {@link BlockExecutor}
 * writes but {@code mixHash}, which needs the decided value.
 */
final class OrderedHeaderRules {
    private final ChainRules chain;
    private final ExecutionRules rules;
    private final ChainHead parent;
    private final BlockHeader header;

    OrderedHeaderRules(ChainRules chain, ChainHead parent, BlockHeader header) {
        this.chain = chain;
        this.rules = chain.at(header.number(), header.timestamp());
        this.parent = parent;
        this.header = header;
    }

    /** The first rule that is broken. */
    Optional<String> violation() {
        return HeaderRules.first(
                HeaderRules.check(header.parentHash().equals(parent.hash())
                        && header.number() == parent.number() + 1, "does not follow the head"),
                placeViolation(),
                HeaderRules.check(header.gasUsed() <= header.gasLimit(),
                        "gasUsed is above gasLimit"),
                HeaderRules.check(header.gasLimit() == chain.blockGasLimit(),
                        "gasLimit is not " + chain.blockGasLimit()),
                HeaderRules.check(header.beneficiary().equals(chain.beneficiary()),
                        "beneficiary is not " + chain.beneficiary()),
                HeaderRules.check(header.difficulty().isZero() && header.nonce().isZero()
                        && header.ommersHash().equals(Hash.EMPTY_LIST)
                        && header.parentBeaconBlockRoot().orElse(Hash.ZERO).equals(Hash.ZERO),
                        "difficulty, nonce, ommers and beacon root are not empty"),
                HeaderRules.fieldViolation(header, rules.fork()), feeViolation());
    }

    /** Of what {@code extraData} tells, the sequence number grows and the time does not go back. */
    private Optional<String> placeViolation() {
        Optional<ExtraData> place = ExtraData.decode(header.extraData());
        if (place.isEmpty()) {
            return Optional.of("extraData is not that of an ordered block");
        }
        Optional<ExtraData> before = ExtraData.decode(parent.header().extraData());
        long millis = place.get().timestampMillis();
        return HeaderRules.first(
                HeaderRules.check(place.get().seqNum() > before.map(ExtraData::seqNum).orElse(0L)
                        && place.get().epoch() >= before.map(ExtraData::epoch).orElse(0L),
                        "its sequence number does not follow its parent's"),
                HeaderRules.check(
                        millis >= before.map(ExtraData::timestampMillis).orElse(0L)
                                && header.timestamp() == Math
                                        .max(parent.header().timestamp(), millis / 1000),
                        "timestamp is not that of extraData, or before its parent's"));
    }

    private Optional<String> feeViolation() {
        BlockHeader before = parent.header();
        UInt256 fee = rules.feeMode() == FeeMode.FEE_BLIND ? UInt256.ZERO
                : BlockFees.baseFeeAfter(before);
        long excess = rules.blobSchedule()
                .map(blobs -> BlockFees.excessBlobGasAfter(before, rules.fork(), blobs))
                .orElse(0L);
        return HeaderRules.first(
                HeaderRules.check(!rules.fork().isAtLeast(Fork.LONDON)
                        || header.baseFeePerGas().equals(Optional.of(fee)),
                        "baseFeePerGas is not " + fee),
                HeaderRules.check(header.excessBlobGas().orElse(0L) == excess,
                        "excessBlobGas is not " + excess));
    }
}
