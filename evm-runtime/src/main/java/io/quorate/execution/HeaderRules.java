package io.quorate.execution;

import io.quorate.evm.fork.BlobSchedule;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.ledger.BlockHeader;
import io.quorate.ledger.ChainHead;
import java.util.Optional;

/**
 * What an Ethereum header must be like, its parent given: of a block before that is executed, and of an ommer.
 * Proofs of work are not looked at.
 */
final class HeaderRules {
    private static final long GAS_LIMIT_MIN = 5_000;
    private static final long GAS_LIMIT_BOUND_DIVISOR = 1_024;

    private final ChainRules chain;
    private final ExecutionRules rules;
    private final ChainHead parent;
    private final BlockHeader header;

    HeaderRules(ChainRules chain, ChainHead parent, BlockHeader header) {
        this.chain = chain;
        this.rules = chain.at(header.number(), header.timestamp());
        this.parent = parent;
        this.header = header;
    }

    /** The first rule that is broken. */
    Optional<String> violation() {
        Fork fork = rules.fork();
        BlockHeader before = parent.header();
        return first(
                check(header.parentHash().equals(parent.hash())
                        && header.number() == before.number() + 1, "does not follow the head"),
                check(Long.compareUnsigned(header.timestamp(), before.timestamp()) > 0,
                        "timestamp is not after its parent's"),
                check(header.gasUsed() <= header.gasLimit(), "gasUsed is above gasLimit"),
                gasLimitViolation(), fieldViolation(header, fork), checkFees(),
                DaoFork.headerViolation(chain.forks(), header),
                fork.isAtLeast(Fork.PARIS) ? proofOfStakeViolation() : difficultyViolation());
    }

    private Optional<String> difficultyViolation() {
        BlockHeader before = parent.header();
        Difficulty.Parent base = new Difficulty.Parent(before.difficulty(), before.timestamp(),
                !before.ommersHash().equals(Hash.EMPTY_LIST));
        UInt256 expected = Difficulty.after(base, header.number(), header.timestamp(),
                rules.fork(), chain.forks().bombDelayAt(header.number(), header.timestamp()));
        return check(header.difficulty().equals(expected), "difficulty is not " + expected);
    }

    /** EIP-3675. */
    private Optional<String> proofOfStakeViolation() {
        return check(
                header.difficulty().isZero() && header.nonce().isZero()
                        && header.ommersHash().equals(Hash.EMPTY_LIST),
                "difficulty, nonce and ommers are not empty");
    }

    private Optional<String> gasLimitViolation() {
        BlockHeader before = parent.header();
        boolean becomesLondon = header.baseFeePerGas().isPresent()
                && before.baseFeePerGas().isEmpty();
        long base = becomesLondon ? Math.min(before.gasLimit(), Long.MAX_VALUE / 2) * 2
                : before.gasLimit();
        return check(header.gasLimit() >= GAS_LIMIT_MIN
                && Math.abs(header.gasLimit() - base) < base / GAS_LIMIT_BOUND_DIVISOR,
                "gasLimit moves too far");
    }

    /** Each fork adds its own. */
    static Optional<String> fieldViolation(BlockHeader header, Fork fork) {
        boolean cancun = fork.isAtLeast(Fork.CANCUN);
        return check(header.baseFeePerGas().isPresent() == fork.isAtLeast(Fork.LONDON)
                && header.withdrawalsRoot().isPresent() == fork.isAtLeast(Fork.SHANGHAI)
                && header.blobGasUsed().isPresent() == cancun
                && header.excessBlobGas().isPresent() == cancun
                && header.parentBeaconBlockRoot().isPresent() == cancun
                && header.requestsHash().isPresent() == fork.isAtLeast(Fork.PRAGUE),
                "fields are not those of " + fork);
    }

    private Optional<String> checkFees() {
        if (header.baseFeePerGas().isPresent()) {
            UInt256 expected = BlockFees.baseFeeAfter(parent.header());
            if (!header.baseFeePerGas().get().equals(expected)) {
                return Optional.of("baseFeePerGas is not " + expected);
            }
        }
        if (header.excessBlobGas().isPresent() && rules.blobSchedule().isPresent()) {
            BlobSchedule schedule = rules.blobSchedule().get();
            long expected = BlockFees.excessBlobGasAfter(parent.header(), rules.fork(), schedule);
            return check(header.excessBlobGas().get() == expected,
                    "excessBlobGas is not " + expected);
        }
        return Optional.empty();
    }

    static Optional<String> check(boolean holds, String otherwise) {
        return holds ? Optional.empty() : Optional.of(otherwise);
    }

    @SafeVarargs
    static Optional<String> first(Optional<String>... violations) {
        for (Optional<String> violation : violations) {
            if (violation.isPresent()) {
                return violation;
            }
        }
        return Optional.empty();
    }
}
