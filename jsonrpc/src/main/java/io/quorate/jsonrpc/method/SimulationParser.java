package io.quorate.jsonrpc.method;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.execution.SimulatedCall;
import io.quorate.execution.SimulationRequest;
import io.quorate.jsonrpc.json.ErrorCode;
import io.quorate.jsonrpc.json.JsonRpcException;
import io.quorate.jsonrpc.json.Param;
import io.quorate.ledger.Withdrawal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads what {@code eth_simulateV1} is asked; members that nobody would read are refused, but in calls. */
final class SimulationParser {
    private static final Set<String> REQUEST_FIELDS = Set.of("blockStateCalls", "validation",
            "traceTransfers", "returnFullTransactions");
    private static final Set<String> BLOCK_FIELDS = Set.of("blockOverrides", "stateOverrides",
            "calls");
    private static final Set<String> HEADER_FIELDS = Set.of("number", "time", "timestamp",
            "gasLimit", "feeRecipient", "coinbase", "prevRandao", "random", "baseFeePerGas",
            "baseFee", "blobBaseFee", "difficulty", "withdrawals", "beaconRoot",
            "parentBeaconBlockRoot");
    private static final Set<String> ACCOUNT_FIELDS = Set.of("nonce", "balance", "code", "state",
            "stateDiff", "movePrecompileToAddress");

    /** As many as a block of Ethereum may have. */
    private static final int WITHDRAWALS_MAX = 16;

    private final CallParser calls;
    private final long gasCap;

    SimulationParser(CallParser calls, long gasCap) {
        this.calls = calls;
        this.gasCap = gasCap;
    }

    SimulationRequest parse(Param request) {
        request.requireOnly(REQUEST_FIELDS);
        List<Param> blocks = request.field("blockStateCalls").list();
        if (blocks.isEmpty()) {
            throw request.field("blockStateCalls").wrong("a list of at least one block");
        }
        if (blocks.size() > SimulationRequest.BLOCKS_MAX) {
            throw new JsonRpcException(SimulateMethods.LIMIT_EXCEEDED, "too many blocks: "
                    + blocks.size() + ", at most " + SimulationRequest.BLOCKS_MAX);
        }
        return new SimulationRequest(blocks.stream().map(this::block).toList(),
                flag(request, "validation"), flag(request, "traceTransfers"), gasCap);
    }

    static boolean flag(Param request, String name) {
        return request.field(name).optional(Param::bool).orElse(false);
    }

    private SimulationRequest.Block block(Param block) {
        block.requireOnly(BLOCK_FIELDS);
        List<SimulatedCall> list = block.field("calls").optional(Param::list).orElse(List.of())
                .stream().map(calls::parseSimulated).toList();
        return new SimulationRequest.Block(
                block.field("blockOverrides").optional(SimulationParser::fields)
                        .orElse(SimulationRequest.Fields.NONE),
                block.field("stateOverrides").optional(SimulationParser::accounts)
                        .orElseGet(TreeMap::new),
                list);
    }

    private static SimulationRequest.Fields fields(Param param) {
        param.requireOnly(HEADER_FIELDS);
        return new SimulationRequest.Fields(param.field("number").optional(Param::longQuantity),
                OverridesParser.either(param, "time", "timestamp").map(Param::longQuantity),
                param.field("gasLimit").optional(Param::longQuantity),
                OverridesParser.either(param, "feeRecipient", "coinbase").map(Param::address),
                OverridesParser.either(param, "prevRandao", "random")
                        .map(value -> Hash.of(value.quantity().toBytes())),
                OverridesParser.either(param, "baseFeePerGas", "baseFee").map(Param::quantity),
                param.field("blobBaseFee").optional(Param::quantity),
                OverridesParser.either(param, "beaconRoot", "parentBeaconBlockRoot")
                        .map(Param::hash),
                withdrawals(param.field("withdrawals")));
    }

    static List<Withdrawal> withdrawals(Param param) {
        List<Param> list = param.optional(Param::list).orElse(List.of());
        if (list.size() > WITHDRAWALS_MAX) {
            throw param.wrong("a list of at most " + WITHDRAWALS_MAX + " withdrawals");
        }
        return list.stream().map(one -> new Withdrawal(one.field("index").unsignedQuantity(),
                one.field("validatorIndex").unsignedQuantity(), one.field("address").address(),
                one.field("amount").unsignedQuantity())).toList();
    }

    private static SortedMap<Address, SimulationRequest.Account> accounts(Param param) {
        SortedMap<Address, SimulationRequest.Account> accounts = new TreeMap<>();
        for (String name : param.fieldNames()) {
            Address address = StateMethods.addressNamed(param, name);
            if (accounts.put(address, account(param.field(name))) != null) {
                throw param.wrong("an object that names each address once");
            }
        }
        return accounts;
    }

    private static SimulationRequest.Account account(Param param) {
        param.requireOnly(ACCOUNT_FIELDS);
        Param state = param.field("state");
        Param diff = param.field("stateDiff");
        if (!state.isAbsent() && !diff.isAbsent()) {
            throw param.wrong("an override with either state or stateDiff");
        }
        Optional<SortedMap<UInt256, UInt256>> whole = state.optional(SimulationParser::slots);
        return new SimulationRequest.Account(
                param.field("nonce").optional(Param::unsignedQuantity),
                param.field("balance").optional(Param::quantity),
                param.field("code").optional(Param::data), whole,
                diff.optional(SimulationParser::slots).orElseGet(TreeMap::new),
                param.field("movePrecompileToAddress").optional(Param::address));
    }

    private static SortedMap<UInt256, UInt256> slots(Param param) {
        SortedMap<UInt256, UInt256> slots = new TreeMap<>();
        for (String name : param.fieldNames()) {
            slots.put(Param.key(param, name), param.field(name).hash().toUInt256());
        }
        return slots;
    }
}
