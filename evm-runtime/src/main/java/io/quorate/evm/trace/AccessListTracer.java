package io.quorate.evm.trace;

import io.quorate.evm.precompile.Precompiles;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Collects what an EIP-2930 list for the transaction would name. Sender, recipient (or the contract made),
 * authorities and precompiles are warm anyway: they are listed only where a slot of theirs is touched.
 */
public final class AccessListTracer implements Tracer {
    private static final int ENTRIES_MAX = 100_000;

    private final SortedMap<Address, SortedSet<UInt256>> touched = new TreeMap<>();
    private final SortedMap<Address, SortedSet<UInt256>> given;
    private final Set<Address> excluded = new HashSet<>();
    private int entries;

    /** Starts with {@code given}, the list that the transaction has. */
    public AccessListTracer(Map<Address, SortedSet<UInt256>> given) {
        this.given = new TreeMap<>(given);
    }

    @Override
    public boolean wantsSteps() {
        return true;
    }

    @Override
    public void onTransactionStart(TransactionStart start) {
        excluded.add(start.from());
        excluded.add(start.to());
        excluded.addAll(start.authorities());
        excluded.addAll(Precompiles.of(start.fork()).addresses());
        given.forEach((address, slots) -> {
            touch(address);
            slots.forEach(slot -> touch(address, slot));
        });
    }

    @Override
    public void onStep(Step step) {
        AccountTouch.slot(step).ifPresent(slot -> touch(step.address(), slot));
        AccountTouch.account(step).ifPresent(this::touch);
    }

    private void touch(Address address) {
        if (!excluded.contains(address) && entries < ENTRIES_MAX) {
            entries += touched.putIfAbsent(address, new TreeSet<>()) == null ? 1 : 0;
        }
    }

    private void touch(Address address, UInt256 slot) {
        if (entries < ENTRIES_MAX) {
            boolean isNew = touched.computeIfAbsent(address, a -> new TreeSet<>()).add(slot);
            entries += isNew ? 1 : 0;
        }
    }

    /** By address, each with its slots, which may be none. */
    public SortedMap<Address, SortedSet<UInt256>> accessList() {
        return Collections.unmodifiableSortedMap(touched);
    }
}
