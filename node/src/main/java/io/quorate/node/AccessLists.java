package io.quorate.node;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.AccessListTracer;
import io.quorate.jsonrpc.AccessListResult;
import io.quorate.jsonrpc.CallRequest;
import io.quorate.jsonrpc.CallResult;
import io.quorate.jsonrpc.Overrides;
import io.quorate.ledger.AccessListEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds the EIP-2930 list of a message: runs it with the list found so far until nothing is added, since
 * cheaper access can make a message do something else.
 */
final class AccessLists {
    /** Only a contract that looks at its gas needs more than two; one may go back and forth for ever. */
    private static final int ROUNDS_MAX = 8;

    private final Simulation simulation;

    AccessLists(Simulation simulation) {
        this.simulation = simulation;
    }

    AccessListResult find(CallRequest request, long number, Overrides overrides, long gasCap) {
        List<AccessListEntry> list = request.accessList();
        for (int round = 1;; round++) {
            CallRequest listed = withList(request, list);
            AccessListTracer tracer = new AccessListTracer(bySlots(list));
            CallResult result = simulation.run(listed, number, overrides, gasCap, tracer);
            List<AccessListEntry> found = entries(tracer);
            boolean isSettled = found.equals(list) || result instanceof CallResult.Rejected;
            if (isSettled || round == ROUNDS_MAX) {
                return new AccessListResult(found, result);
            }
            list = found;
        }
    }

    private static CallRequest withList(CallRequest r, List<AccessListEntry> list) {
        return new CallRequest(r.from(), r.to(), r.nonce(), r.gas(), r.prices(), r.value(),
                r.data(), list, r.authorizationList(), r.maxFeePerBlobGas(),
                r.blobVersionedHashes());
    }

    private static Map<Address, SortedSet<UInt256>> bySlots(List<AccessListEntry> list) {
        Map<Address, SortedSet<UInt256>> slots = new TreeMap<>();
        list.forEach(entry -> entry.storageKeys().forEach(
                key -> slots.computeIfAbsent(entry.address(), a -> new TreeSet<>())
                        .add(key.toUInt256())));
        list.forEach(entry -> slots.computeIfAbsent(entry.address(), a -> new TreeSet<>()));
        return slots;
    }

    private static List<AccessListEntry> entries(AccessListTracer tracer) {
        List<AccessListEntry> entries = new ArrayList<>();
        tracer.accessList().forEach((address, slots) -> entries.add(new AccessListEntry(address,
                slots.stream().map(UInt256::toHash).toList())));
        return entries;
    }
}
