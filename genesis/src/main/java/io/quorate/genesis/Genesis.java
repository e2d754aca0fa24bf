package io.quorate.genesis;

import io.quorate.evm.primitives.Address;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The start of a chain: rules, block 0, the first accounts, and who orders.
 *
 * @param chainId also the network id
 * @param warnings what the file says and we do not heed, one sentence each; to be shown to the operator
 */
public record Genesis(long chainId, GenesisForks forks, GenesisHeader header,
        SortedMap<Address, GenesisAccount> accounts, QuorateConfig quorate,
        List<String> warnings) {
    public Genesis {
        accounts = Collections.unmodifiableSortedMap(new TreeMap<>(accounts));
        warnings = List.copyOf(warnings);
    }

    /** Reads a genesis file of Besu, geth or ours; fails with {@link ConfigException}. */
    public static Genesis read(Path file) {
        throw new UnsupportedOperationException(file.toString());
    }

    /** Reads the text of a genesis file; {@code source} names it in messages. */
    public static Genesis parse(String source, byte[] json) {
        throw new UnsupportedOperationException(source + json.length);
    }
}
