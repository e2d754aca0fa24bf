package io.quorate.node.evmtool;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.BlockHashLookup;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.execution.BlockContext;
import io.quorate.execution.BlockFees;
import io.quorate.execution.BlockTransition;
import io.quorate.execution.Difficulty;
import io.quorate.ledger.BlockHeader;
import io.quorate.ledger.LogsBloom;
import io.quorate.ledger.Withdrawal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/** The {@code env} section: the block as it is to be, where it is not said from its parent. */
final class TransitionEnv {
    private final Fields env;
    private final RuleSet rules;
    private final Map<Long, Hash> blockHashes = new TreeMap<>();
    private Optional<Long> missingBlockHash = Optional.empty();

    TransitionEnv(JsonNode json, RuleSet rules) {
        this.env = new Fields(json, "env");
        this.rules = rules;
        env.object("blockHashes").node().properties().forEach(entry -> blockHashes
                .put(Fields.parseNumber(entry.getKey()), Fields.hash(entry.getValue().asText())));
    }

    BlockContext context() {
        UInt256 blobFee = rules.blobs()
                .map(blobs -> BlockFees.blobBaseFee(excessBlobGas().orElse(0L), blobs))
                .orElse(UInt256.ZERO);
        return new BlockContext(number(), env.number("currentTimestamp"),
                env.address("currentCoinbase"), difficulty(), random(),
                env.number("currentGasLimit"), baseFee().orElse(UInt256.ZERO), blobFee,
                lookup());
    }

    private long number() {
        return env.number("currentNumber");
    }

    private boolean isAtLeast(Fork fork) {
        return rules.fork().isAtLeast(fork);
    }

    private Hash random() {
        Optional<Hash> random = env.optionalWord("currentRandom").map(UInt256::toHash);
        if (isAtLeast(Fork.PARIS) && random.isEmpty()) {
            throw lacks("currentRandom", Fork.PARIS);
        }
        return random.orElse(Hash.ZERO);
    }

    UInt256 difficulty() {
        if (isAtLeast(Fork.PARIS)) {
            return UInt256.ZERO;
        }
        return env.optionalWord("currentDifficulty").orElseGet(() -> {
            if (!env.has("parentDifficulty")) {
                throw lacks("currentDifficulty or parentDifficulty", rules.fork());
            }
            Hash ommers = env.optionalHash("parentUncleHash").orElse(Hash.ZERO);
            var parent = new Difficulty.Parent(env.word("parentDifficulty"),
                    env.number("parentTimestamp"),
                    !ommers.equals(Hash.ZERO) && !ommers.equals(Hash.EMPTY_LIST));
            return Difficulty.after(parent, number(), env.number("currentTimestamp"),
                    rules.fork(), rules.bombDelayBlocks());
        });
    }

    /** Empty before London. */
    Optional<UInt256> baseFee() {
        if (!isAtLeast(Fork.LONDON)) {
            return Optional.empty();
        }
        Optional<UInt256> given = env.optionalWord("currentBaseFee");
        if (given.isEmpty() && !env.has("parentBaseFee")) {
            throw lacks("currentBaseFee or parentBaseFee", Fork.LONDON);
        }
        return Optional.of(given.orElseGet(() -> BlockFees.baseFeeAfter(parent())));
    }

    /** Empty before Cancun. */
    Optional<Long> excessBlobGas() {
        if (!isAtLeast(Fork.CANCUN)) {
            return Optional.empty();
        }
        return Optional.of(env.optionalWord("currentExcessBlobGas").map(UInt256::toLongExact)
                .orElseGet(() -> BlockFees.excessBlobGasAfter(parent(), rules.fork(),
                        rules.blobs().orElseThrow())));
    }

    private BlockHeader parent() {
        return new BlockHeader(Hash.ZERO, Hash.EMPTY_LIST, env.address("currentCoinbase"),
                Hash.ZERO, Hash.ZERO, Hash.ZERO, LogsBloom.EMPTY, UInt256.ZERO, number() - 1,
                env.number("parentGasLimit", 0), env.number("parentGasUsed", 0),
                env.number("parentTimestamp", 0), Bytes.EMPTY, Hash.ZERO, Bytes.EMPTY,
                env.optionalWord("parentBaseFee"), Optional.empty(),
                Optional.of(env.number("parentBlobGasUsed", 0)),
                Optional.of(env.number("parentExcessBlobGas", 0)), Optional.empty(),
                Optional.empty());
    }

    /** Empty before Shanghai. */
    Optional<List<Withdrawal>> withdrawals() {
        if (!isAtLeast(Fork.SHANGHAI)) {
            return Optional.empty();
        }
        if (!env.has("withdrawals")) {
            throw lacks("withdrawals", Fork.SHANGHAI);
        }
        List<Withdrawal> withdrawals = new ArrayList<>();
        env.object("withdrawals").node().forEach(node -> {
            Fields fields = new Fields(node, "env.withdrawals");
            withdrawals.add(new Withdrawal(fields.number("index"), fields.number("validatorIndex"),
                    fields.address("address"), fields.number("amount")));
        });
        return Optional.of(withdrawals);
    }

    List<BlockTransition.Ommer> ommers() {
        List<BlockTransition.Ommer> ommers = new ArrayList<>();
        env.object("ommers").node().forEach(node -> {
            Fields fields = new Fields(node, "env.ommers");
            ommers.add(new BlockTransition.Ommer(fields.address("address"),
                    fields.number("delta")));
        });
        return ommers;
    }

    Hash parentBeaconBlockRoot() {
        if (isAtLeast(Fork.CANCUN) && !env.has("parentBeaconBlockRoot")) {
            throw lacks("parentBeaconBlockRoot", Fork.CANCUN);
        }
        return env.optionalHash("parentBeaconBlockRoot").orElse(Hash.ZERO);
    }

    /** For EIP-2935; zero where it is not said. */
    Hash parentHash() {
        return blockHashes.getOrDefault(number() - 1, Hash.ZERO);
    }

    private BlockHashLookup lookup() {
        return number -> {
            Optional<Hash> hash = Optional.ofNullable(blockHashes.get(number));
            if (hash.isEmpty() && missingBlockHash.isEmpty()) {
                missingBlockHash = Optional.of(number);
            }
            return hash;
        };
    }

    /** Fails where BLOCKHASH wanted a hash that was not given: the result would be wrong. */
    void requireBlockHashes() {
        missingBlockHash.ifPresent(number -> {
            throw new ToolException(ToolException.Kind.MISSING_BLOCK_HASH, "getHash(" + number
                    + ") invoked, blockhash for that block not provided");
        });
    }

    private static ToolException lacks(String field, Fork since) {
        return new ToolException(ToolException.Kind.CONFIG,
                "env lacks " + field + ", which " + since + " needs");
    }
}
