package io.quorate.jsonrpc.method;

import io.quorate.evm.primitives.Hash;
import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.json.ErrorCode;
import io.quorate.jsonrpc.json.JsonRpcException;
import io.quorate.jsonrpc.json.Param;
import io.quorate.jsonrpc.json.Quantity;
import io.quorate.ledger.Block;
import io.quorate.ledger.Receipt;
import io.quorate.state.StateView;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which block a parameter means: a tag, a number, a hash, or an object of EIP-1898. */
public final class Blocks {
    private static final String EXPECTED = "a block number, a block hash or one of latest, safe, "
            + "finalized, earliest, pending";

    private final ChainQueries chain;

    public Blocks(ChainQueries chain) {
        this.chain = chain;
    }

    /** A block that exists, or the one to come. */
    sealed interface Choice {
        /** The block whose state is meant. */
        long stateNumber();

        record Existing(long number) implements Choice {
            @Override
            public long stateNumber() {
                return number;
            }
        }

        /** The block after {@code latest}, on its state. */
        record Pending(long latest) implements Choice {
            @Override
            public long stateNumber() {
                return latest;
            }
        }
    }

    /** Empty where there is no such block. An absent parameter means {@code latest}. */
    Optional<Choice> find(Param param) {
        if (param.isAbsent()) {
            return Optional.of(new Choice.Existing(chain.latestNumber()));
        }
        if (param.isObject()) {
            return findByObject(param);
        }
        if (!param.isString()) {
            throw param.wrong(EXPECTED);
        }
        return switch (param.string()) {
            case "latest", "safe" -> Optional.of(new Choice.Existing(chain.latestNumber()));
            case "finalized" -> Optional.of(new Choice.Existing(chain.finalizedNumber()));
            case "earliest" ->
                    Optional.of(new Choice.Existing(chain.earliestBlockNumber()));
            case "pending" -> Optional.of(new Choice.Pending(chain.latestNumber()));
            case String text when text.length() == 2 + 2 * Hash.SIZE -> findByHash(param.hash());
            case String text when text.startsWith("0x") -> findByNumber(param.longQuantity());
            default -> throw param.wrong(EXPECTED);
        };
    }

    /** As {@link #find}, and a block's number may be a JSON number, as Otterscan sends it. */
    Optional<Choice> findByAnyNumber(Param param) {
        return param.isNumber() ? findByNumber(param.longQuantityOrDecimal()) : find(param);
    }

    private Optional<Choice> findByObject(Param param) {
        param.requireOnly(Set.of("blockHash", "blockNumber", "requireCanonical"));
        Param hash = param.field("blockHash");
        Param number = param.field("blockNumber");
        param.field("requireCanonical").optional(Param::bool);
        if (hash.isAbsent() == number.isAbsent()) {
            throw param.wrong("an object with either blockHash or blockNumber");
        }
        return hash.isAbsent() ? find(number) : findByHash(hash.hash());
    }

    Optional<Choice> findByHash(Hash hash) {
        return chain.blockNumber(hash).map(Choice.Existing::new);
    }

    private Optional<Choice> findByNumber(long number) {
        return number <= chain.latestNumber() ? Optional.of(new Choice.Existing(number))
                : Optional.empty();
    }

    /** As {@link #find}, but ends with -32001 where there is no such block. */
    Choice require(Param param) {
        return find(param).orElseThrow(() -> new JsonRpcException(ErrorCode.RESOURCE_NOT_FOUND,
                "block not found: " + param + ", the latest is "
                        + Quantity.of(chain.latestNumber())));
    }

    /** The state that a parameter means; -32001 for an unknown block, 4444 for one no longer kept. */
    StateView requireState(Param param) {
        long number = require(param).stateNumber();
        return chain.stateAt(number).orElseThrow(() -> pruned(chain, "state", number));
    }

    /** A block with its body; 4444 where it was pruned. */
    Block requireBlock(long number) {
        return chain.block(number).orElseThrow(() -> pruned(chain, "block", number));
    }

    List<Receipt> requireReceipts(long number) {
        return chain.receipts(number).orElseThrow(
                () -> pruned(chain, "receipts of block", number));
    }

    public static JsonRpcException pruned(ChainQueries chain, String what, long number) {
        return pruned(what, number, "kept", chain.earliestBlockNumber());
    }

    /** {@code oldest} is the first block that is {@code kept} as it is asked for. */
    static JsonRpcException pruned(String what, long number, String kept, long oldest) {
        return new JsonRpcException(ErrorCode.PRUNED_HISTORY, "pruned history unavailable: "
                + what + " " + Quantity.of(number) + "; the oldest " + kept + " is "
                + Quantity.of(oldest));
    }
}
