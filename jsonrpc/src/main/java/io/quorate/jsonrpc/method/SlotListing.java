package io.quorate.jsonrpc.method;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.json.ErrorCode;
import io.quorate.jsonrpc.json.JsonRpcException;
import io.quorate.jsonrpc.json.JsonValue;
import io.quorate.jsonrpc.json.Param;
import io.quorate.ledger.Block;
import io.quorate.state.EntryHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/**
 * {@code debug_storageRangeAt}, as geth and Remix have it: an account's slots as a transaction found them, in the order
 * of their hashed keys.
 */
final class SlotListing {
    private static final int SLOTS_MAX = 1_024;

    private final ChainQueries chain;
    private final Blocks blocks;

    SlotListing(ChainQueries chain, Blocks blocks) {
        this.chain = chain;
        this.blocks = blocks;
    }

    /** A slot under its hashed key. */
    private record Slot(UInt256 key, UInt256 value) {}

    Method method() {
        return Method.heavy("debug_storageRangeAt", 5, this::list);
    }

    private JsonValue list(Call call) {
        Block block = blocks.requireBlock(blocks.require(call.at(0, "block")).stateNumber());
        int index = index(call.at(1, "transactionIndex"), block);
        Address address = call.at(2, "address").address();
        Hash start = start(call.at(3, "keyStart"));
        long max = Math.clamp(call.at(4, "maxResult").longQuantityOrDecimal(), 1, SLOTS_MAX);
        // Step 0 of a block is what came before its transactions.
        Map<UInt256, UInt256> slots = chain
                .slots(address, new EntryHistory.Position(block.number(), index))
                .orElseThrow(() -> new JsonRpcException(ErrorCode.LIMIT_EXCEEDED,
                        "the slots of " + address + " changed too often to list them; ask for"
                                + " single ones with eth_getStorageAt"));
        NavigableMap<Hash, Slot> byHash = new TreeMap<>();
        slots.forEach((key, value) -> byHash.put(Keccak256.hash(key.toBytes()),
                new Slot(key, value)));
        List<Map.Entry<Hash, Slot>> page = new ArrayList<>();
        Optional<Hash> next = Optional.empty();
        for (Map.Entry<Hash, Slot> each : byHash.tailMap(start, true).entrySet()) {
            if (page.size() == max) {
                next = Optional.of(each.getKey());
                break;
            }
            page.add(each);
        }
        return answer(page, next);
    }

    private static int index(Param param, Block block) {
        long index = param.longQuantityOrDecimal();
        if (index > block.transactions().size()) {
            throw param.wrong("from 0 to " + block.transactions().size()
                    + ", how many transactions the block has");
        }
        return (int) index;
    }

    /** Shorter ones are the first bytes of a hash. */
    private static Hash start(Param param) {
        Bytes given = param.isAbsent() ? Bytes.EMPTY : param.data();
        if (given.size() > Hash.SIZE) {
            throw param.wrong("at most 32 bytes");
        }
        return Hash.of(Bytes.concatenate(given, Bytes.wrap(new byte[Hash.SIZE - given.size()])));
    }

    private static JsonValue answer(List<Map.Entry<Hash, Slot>> page, Optional<Hash> next) {
        return out -> {
            out.startObject();
            out.name("storage");
            out.startObject();
            page.forEach(each -> {
                out.name(each.getKey().toString());
                out.startObject();
                out.hash("key", each.getValue().key().toHash());
                out.hash("value", each.getValue().value().toHash());
                out.endObject();
            });
            out.endObject();
            next.ifPresentOrElse(hash -> out.hash("nextKey", hash),
                    () -> out.nullField("nextKey"));
            out.endObject();
        };
    }
}
