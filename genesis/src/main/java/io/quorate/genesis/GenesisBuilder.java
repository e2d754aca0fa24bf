package io.quorate.genesis;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes a genesis for a chain of ours: Osaka from the start, fee-blind unless asked otherwise, with the
 * contracts that tools expect. Owned by one thread.
 */
public final class GenesisBuilder {
    private final long chainId;
    private final SortedMap<Address, GenesisAccount> accounts = new TreeMap<>();
    private QuorateConfig quorate = new QuorateConfig(List.of(), FeeMode.BLIND, 0, false, 0,
            QuorateConfig.DEFAULT_WINDOW, OrderingLimits.DEFAULT);

    private GenesisBuilder(long chainId) {
        this.chainId = chainId;
    }

    public static GenesisBuilder forChain(long chainId) {
        return new GenesisBuilder(chainId);
    }

    /** Gives {@code address} this many wei from the start. */
    public GenesisBuilder fund(Address address, UInt256 wei) {
        accounts.put(address, GenesisAccount.funded(wei));
        return this;
    }

    public GenesisBuilder quorate(QuorateConfig config) {
        quorate = config;
        return this;
    }

    /** The file's text; {@link Genesis#parse} of it is {@link #build}. */
    public String toJson() {
        throw new UnsupportedOperationException(chainId + quorate.toString());
    }

    public Genesis build() {
        return Genesis.parse("genesis", toJson().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
