package io.quorate.jsonrpc.method;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.execution.SimulatedCall;
import io.quorate.jsonrpc.CallRequest;
import io.quorate.jsonrpc.json.Param;
import io.quorate.ledger.AccessListEntry;
import io.quorate.ledger.Authorization;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Reads the transaction object of calls, estimates and unsigned transactions. */
final class CallParser {
    private final long chainId;

    CallParser(long chainId) {
        this.chainId = chainId;
    }

    /** Fields that it does not know are let pass, since wallets add some. */
    CallRequest parse(Param tx) {
        if (!tx.isObject()) {
            throw tx.wrong("a transaction object");
        }
        requireChain(tx);
        return new CallRequest(tx.field("from").optional(Param::address),
                tx.field("to").optional(Param::address),
                tx.field("nonce").optional(Param::longQuantity),
                tx.field("gas").optional(Param::longQuantity), prices(tx),
                tx.field("value").optional(Param::quantity).orElse(UInt256.ZERO), data(tx),
                tx.field("accessList").optional(CallParser::accessList).orElse(List.of()),
                tx.field("authorizationList").optional(CallParser::authorizations)
                        .orElse(List.of()),
                tx.field("maxFeePerBlobGas").optional(Param::quantity),
                tx.field("blobVersionedHashes").optional(CallParser::hashes).orElse(List.of()));
    }

    private void requireChain(Param tx) {
        tx.field("chainId").optional(Param::quantity).ifPresent(id -> {
            if (!id.equals(UInt256.of(chainId))) {
                throw tx.field("chainId").wrong("this chain's id, 0x" + Long.toHexString(chainId));
            }
        });
    }

    /** A call of a simulated block; what was left out stays so, since it decides the transaction's type. */
    SimulatedCall parseSimulated(Param tx) {
        requireChain(tx);
        Optional<UInt256> gasPrice = tx.field("gasPrice").optional(Param::quantity);
        Optional<UInt256> cap = tx.field("maxFeePerGas").optional(Param::quantity);
        Optional<UInt256> tip = tx.field("maxPriorityFeePerGas").optional(Param::quantity);
        requireOneKindOfPrice(tx, gasPrice, cap, tip);
        return new SimulatedCall(
                tx.field("from").optional(Param::address).orElse(Address.ZERO),
                tx.field("to").optional(Param::address),
                tx.field("nonce").optional(Param::unsignedQuantity),
                tx.field("gas").optional(Param::unsignedQuantity), gasPrice, cap, tip,
                tx.field("maxFeePerBlobGas").optional(Param::quantity),
                tx.field("value").optional(Param::quantity).orElse(UInt256.ZERO), data(tx),
                tx.field("accessList").optional(CallParser::accessList),
                tx.field("authorizationList").optional(CallParser::authorizations),
                tx.field("blobVersionedHashes").optional(CallParser::hashes));
    }

    private static void requireOneKindOfPrice(Param tx, Optional<UInt256> gasPrice,
            Optional<UInt256> cap, Optional<UInt256> tip) {
        if (gasPrice.isPresent() && (cap.isPresent() || tip.isPresent())) {
            throw tx.field("gasPrice")
                    .wrong("absent where maxFeePerGas or maxPriorityFeePerGas is set");
        }
    }

    /** {@code input} beats {@code data}. */
    static Bytes data(Param tx) {
        return tx.field("input").optional(Param::data)
                .or(() -> tx.field("data").optional(Param::data)).orElse(Bytes.EMPTY);
    }

    /** Zero is the same as none, as it is for every client. */
    private static Optional<CallRequest.Prices> prices(Param tx) {
        Optional<UInt256> gasPrice = tx.field("gasPrice").optional(Param::quantity);
        Optional<UInt256> cap = tx.field("maxFeePerGas").optional(Param::quantity);
        Optional<UInt256> tip = tx.field("maxPriorityFeePerGas").optional(Param::quantity);
        requireOneKindOfPrice(tx, gasPrice, cap, tip);
        UInt256 highest = gasPrice.or(() -> cap).or(() -> tip).orElse(UInt256.ZERO);
        UInt256 offered = gasPrice.or(() -> tip).orElse(UInt256.ZERO);
        return highest.isZero() && offered.isZero() ? Optional.empty()
                : Optional.of(new CallRequest.Prices(highest, offered));
    }

    static List<AccessListEntry> accessList(Param list) {
        return list.list().stream()
                .map(entry -> new AccessListEntry(entry.field("address").address(),
                        entry.field("storageKeys").optional(CallParser::hashes)
                                .orElse(List.of())))
                .toList();
    }

    static List<Hash> hashes(Param list) {
        return list.list().stream().map(Param::hash).toList();
    }

    static List<Authorization> authorizations(Param list) {
        return list.list().stream()
                .map(entry -> new Authorization(entry.field("chainId").quantity(),
                        entry.field("address").address(), entry.field("nonce").longQuantity(),
                        yParity(entry), entry.field("r").quantity(), entry.field("s").quantity()))
                .toList();
    }

    private static int yParity(Param entry) {
        Param parity = entry.field(entry.field("yParity").isAbsent() ? "v" : "yParity");
        long value = parity.longQuantity();
        if (value > 255) {
            throw parity.wrong("a number below 256");
        }
        return (int) value;
    }
}
