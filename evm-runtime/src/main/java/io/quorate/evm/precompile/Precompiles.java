package io.quorate.evm.precompile;

import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The precompiled contracts of one {@link Fork} by address. All of them lie at or below {@code 0x100}, so a
 * lookup is a few byte comparisons and an index. Immutable; making one loads no native library.
 */
public final class Precompiles {
    private static final int HIGHEST = 0x100;
    private static final Map<Fork, Precompiles> BY_FORK = tables();

    private final List<Optional<Precompile>> byLowBytes;
    private final Set<Address> addresses;
    /** What {@link #with} put in other places; an empty value is a place where nothing runs any more. */
    private final Map<Address, Optional<Precompile>> changes;

    private Precompiles(TreeMap<Integer, Precompile> table) {
        var slots = new ArrayList<Optional<Precompile>>(
                Collections.nCopies(HIGHEST + 1, Optional.empty()));
        table.forEach((low, precompile) -> slots.set(low, Optional.of(precompile)));
        byLowBytes = List.copyOf(slots);
        addresses = Set
                .copyOf(table.keySet().stream().map(low -> Address.ofLow(low)).toList());
        changes = Map.of();
    }

    private Precompiles(Precompiles base, Map<Address, Optional<Precompile>> changes) {
        byLowBytes = base.byLowBytes;
        addresses = base.addresses;
        this.changes = Map.copyOf(changes);
    }

    /** This table but for {@code changes}, which are for simulations (execution-apis, eth_simulateV1). */
    public Precompiles with(Map<Address, Optional<Precompile>> changes) {
        return changes.isEmpty() ? this : new Precompiles(this, changes);
    }

    /** The table of {@code fork}. */
    public static Precompiles of(Fork fork) {
        return BY_FORK.get(fork);
    }

    /** What runs at {@code address}, or empty where no precompile does. */
    public Optional<Precompile> at(Address address) {
        if (!changes.isEmpty() && changes.containsKey(address)) {
            return changes.get(address);
        }
        for (int i = 0; i < Address.SIZE - 2; i++) {
            if (address.byteAt(i) != 0) {
                return Optional.empty();
            }
        }
        int low = (address.byteAt(Address.SIZE - 2) & 0xff) << 8
                | address.byteAt(Address.SIZE - 1) & 0xff;
        return low > HIGHEST ? Optional.empty() : byLowBytes.get(low);
    }

    /** All addresses that have a precompile; a transaction starts with them warm (EIP-2929). */
    public Set<Address> addresses() {
        return addresses;
    }

    private static Map<Fork, Precompiles> tables() {
        var tables = new EnumMap<Fork, Precompiles>(Fork.class);
        var current = new TreeMap<Integer, Precompile>();
        for (Fork fork : Fork.values()) {
            amend(current, fork);
            tables.put(fork, new Precompiles(current));
        }
        return tables;
    }

    /** Brings the table of the fork before to that of {@code fork}. */
    private static void amend(TreeMap<Integer, Precompile> table, Fork fork) {
        switch (fork) {
            case FRONTIER -> {
                table.put(0x01, new EcRecover());
                table.put(0x02, new Sha256());
                table.put(0x03, new Ripemd160());
                table.put(0x04, new Identity());
            }
            case BYZANTIUM -> {
                table.put(0x05, new ModExp(ModExpPricing.EIP_198));
                table.put(0x06, new Bn254Add(500));
                table.put(0x07, new Bn254Multiply(40_000));
                table.put(0x08, new Bn254PairingCheck(100_000, 80_000));
            }
            case ISTANBUL -> {
                table.put(0x06, new Bn254Add(150));
                table.put(0x07, new Bn254Multiply(6_000));
                table.put(0x08, new Bn254PairingCheck(45_000, 34_000));
                table.put(0x09, new Blake2F());
            }
            case BERLIN -> table.put(0x05, new ModExp(ModExpPricing.EIP_2565));
            case CANCUN -> table.put(0x0a, new PointEvaluation());
            case PRAGUE -> Bls12381Precompile.addTo(table);
            case OSAKA -> {
                table.put(0x05, new ModExp(ModExpPricing.EIP_7883));
                table.put(0x100, new P256Verify());
            }
            case HOMESTEAD, TANGERINE_WHISTLE, SPURIOUS_DRAGON, CONSTANTINOPLE, PETERSBURG,
                    LONDON, PARIS, SHANGHAI -> {
            }
        }
    }
}
