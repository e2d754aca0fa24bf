package io.quorate.genesis;

import io.quorate.evm.fork.Fork;
import io.quorate.evm.fork.ForkSchedule;
import io.quorate.evm.primitives.Address;
import io.quorate.ledger.GenesisBlock;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The start of a chain: rules, block 0, the first accounts, and who orders.
 *
 * @param chainId also the network id
 * @param depositContract whose logs are deposit requests (EIP-6110); none in a chain of ours
 * @param warnings what the file says and we do not heed, one sentence each; to be shown to the operator
 */
public record Genesis(long chainId, ForkSchedule forks, Optional<Address> depositContract,
        GenesisBlock.Fields header, SortedMap<Address, GenesisBlock.Allocation> accounts,
        QuorateConfig quorate,
        List<String> warnings) {
    public Genesis {
        accounts = Collections.unmodifiableSortedMap(new TreeMap<>(accounts));
        warnings = List.copyOf(warnings);
    }

    /** Reads a genesis file of Besu, geth or ours; fails with {@link ConfigException}. */
    public static Genesis read(Path file) {
        return GenesisFile.read(file);
    }

    /** Reads the text of a genesis file; {@code source} names it in messages. */
    public static Genesis parse(String source, byte[] json) {
        return GenesisFile.parse(source, json);
    }

    /** Whether block 0 has the rules of Paris or later, as a chain that validators order must. */
    public boolean startsAtParis() {
        return forks.forkAt(0, header.timestamp()).isAtLeast(Fork.PARIS);
    }

    /** Block 0 and its state, the same that geth and Besu make of the file; worked out at each call. */
    public GenesisBlock block() {
        return GenesisBlock.of(header, forks, accounts);
    }

    /** The same chain with another section of ours: how {@code dev} names its own validators. */
    public Genesis withQuorate(QuorateConfig config) {
        return new Genesis(chainId, forks, depositContract, header, accounts, config, warnings);
    }
}
