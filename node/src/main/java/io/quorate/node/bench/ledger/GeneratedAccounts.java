package io.quorate.node.bench.ledger;

import io.quorate.contracts.SystemContracts;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.state.Account;
import io.quorate.state.AccountLoad;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/** Accounts with made-up addresses, evenly spread, the same for the same number; then the system contracts. */
final class GeneratedAccounts implements AccountLoad.Source {
    /** To be raised with any change of what is generated: kept states of another one are made anew. */
    static final int VERSION = 1;

    private static final long HIGH = 0x9e37_79b9_7f4a_7c15L;
    private static final long LOW = 0xd1b5_4a32_d192_ed03L;
    private static final List<SystemContracts.Predeploy> CONTRACTS = List
            .of(SystemContracts.blockHashHistory(), SystemContracts.beaconRoots());

    private final int plain;

    GeneratedAccounts(int plain) {
        this.plain = plain;
    }

    @Override
    public int count() {
        return plain + CONTRACTS.size();
    }

    @Override
    public Address address(int index) {
        return index < plain ? plain(index)
                : Address.fromHex(CONTRACTS.get(index - plain).address());
    }

    /** Account {@code index} of a state of any size. */
    static Address plain(int index) {
        long high = mixed(index + HIGH);
        return Address.ofLimbs(high, mixed(index + LOW), mixed(high));
    }

    @Override
    public Account account(int index) {
        return index < plain ? new Account(0, UInt256.of(1_000_000_000_000L + index), Hash.EMPTY)
                : new Account(1, UInt256.ZERO, Keccak256.hash(code(index - plain)));
    }

    Map<Hash, Bytes> codes() {
        Map<Hash, Bytes> codes = new TreeMap<>();
        for (int i = 0; i < CONTRACTS.size(); i++) {
            codes.put(Keccak256.hash(code(i)), code(i));
        }
        return codes;
    }

    private static Bytes code(int contract) {
        return Bytes.fromHexString(CONTRACTS.get(contract).artifact().deployedBytecode());
    }

    /** SplitMix64's last step, which maps the 64-bit words onto themselves: no two numbers share an address. */
    private static long mixed(long word) {
        long once = (word ^ word >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        long twice = (once ^ once >>> 27) * 0x94d0_49bb_1331_11ebL;
        return twice ^ twice >>> 31;
    }
}
