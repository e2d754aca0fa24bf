package io.quorate.jsonrpc.method;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.jsonrpc.Overrides;
import io.quorate.jsonrpc.json.Param;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads state and block overrides, which are refused where a field is not known. */
final class OverridesParser {
    private static final Set<String> ACCOUNT_FIELDS = Set.of("nonce", "balance", "code", "state",
            "stateDiff", "movePrecompileToAddress");
    private static final Set<String> BLOCK_FIELDS = Set.of("number", "time", "timestamp",
            "gasLimit",
            "feeRecipient", "coinbase", "prevRandao", "random", "baseFeePerGas", "baseFee",
            "blobBaseFee", "difficulty", "withdrawals");

    private OverridesParser() {}

    static Map<Address, Overrides.OfAccount> accounts(Param param) {
        if (param.isAbsent()) {
            return Map.of();
        }
        Map<Address, Overrides.OfAccount> accounts = new HashMap<>();
        for (String name : param.fieldNames()) {
            Address address = StateMethods.addressNamed(param, name);
            if (accounts.put(address, account(param.field(name))) != null) {
                throw param.wrong("an object that names each address once");
            }
        }
        return accounts;
    }

    private static Overrides.OfAccount account(Param param) {
        param.requireOnly(ACCOUNT_FIELDS);
        Param state = param.field("state");
        Param diff = param.field("stateDiff");
        if (!state.isAbsent() && !diff.isAbsent()) {
            throw param.wrong("an override with either state or stateDiff");
        }
        return new Overrides.OfAccount(param.field("nonce").optional(Param::longQuantity),
                param.field("balance").optional(Param::quantity),
                param.field("code").optional(Param::data), state.optional(OverridesParser::slots),
                diff.optional(OverridesParser::slots).orElse(Map.of()),
                param.field("movePrecompileToAddress").optional(Param::address));
    }

    private static Map<UInt256, UInt256> slots(Param param) {
        Map<UInt256, UInt256> slots = new HashMap<>();
        for (String name : param.fieldNames()) {
            slots.put(Param.key(param, name), param.field(name).hash().toUInt256());
        }
        return slots;
    }

    static Overrides.OfBlock block(Param param) {
        if (param.isAbsent()) {
            return Overrides.OfBlock.NONE;
        }
        param.requireOnly(BLOCK_FIELDS);
        return new Overrides.OfBlock(param.field("number").optional(Param::longQuantity),
                either(param, "time", "timestamp").map(Param::longQuantity),
                param.field("gasLimit").optional(Param::longQuantity),
                either(param, "feeRecipient", "coinbase").map(Param::address),
                either(param, "prevRandao", "random").map(Param::hash),
                either(param, "baseFeePerGas", "baseFee").map(Param::quantity),
                param.field("blobBaseFee").optional(Param::quantity));
    }

    /** Some clients use the second name. */
    static Optional<Param> either(Param param, String name, String otherName) {
        Param first = param.field(name);
        Param chosen = first.isAbsent() ? param.field(otherName) : first;
        return chosen.isAbsent() ? Optional.empty() : Optional.of(chosen);
    }
}
