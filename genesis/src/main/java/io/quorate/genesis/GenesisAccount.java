package io.quorate.genesis;

import io.quorate.evm.primitives.UInt256;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/**
 * An account that exists from the start ({@code alloc}).
 *
 * @param balance in wei
 * @param storage without zero values
 */
public record GenesisAccount(long nonce, UInt256 balance, Bytes code,
        SortedMap<UInt256, UInt256> storage) {
    public GenesisAccount {
        TreeMap<UInt256, UInt256> nonZero = new TreeMap<>(storage);
        nonZero.values().removeIf(UInt256::isZero);
        storage = Collections.unmodifiableSortedMap(nonZero);
    }

    /** An account that only owns wei. */
    public static GenesisAccount funded(UInt256 balance) {
        return new GenesisAccount(0, balance, Bytes.EMPTY, Collections.emptySortedMap());
    }

    /** A contract; its nonce is 1, as if it had been deployed (EIP-161). */
    public static GenesisAccount contract(Bytes runtimeCode) {
        return new GenesisAccount(1, UInt256.ZERO, runtimeCode, Collections.emptySortedMap());
    }
}
