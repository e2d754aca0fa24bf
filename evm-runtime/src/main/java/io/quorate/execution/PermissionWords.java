package io.quorate.execution;

import io.quorate.evm.primitives.Address;
import io.quorate.state.StateView;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * What was read of the rules so far, for as many blocks as they stay the same. Holds only what the state at the beginning of
 * such a block says, whoever asks, so that it makes no difference to results. Safe for any thread.
 */
final class PermissionWords {
    /** Of each kind, some 100 bytes each; then they are read anew. */
    private static final int KEPT_MAX = 100_000;
    private static final int UNKNOWN = -1;

    /** An account's word, and whether its organisation is active. */
    record Standing(AccountWord word, boolean isOrganisationActive) {
        boolean isGood() {
            return isOrganisationActive && !word.isSuspended();
        }

        boolean isGoodWith(int roles) {
            return isGood() && word.hasAny(roles);
        }
    }

    private record Pair(Address contract, Address account) {}

    private volatile int enforced = UNKNOWN;
    private final Map<Address, Standing> accounts = new ConcurrentHashMap<>();
    private final Map<Address, ContractWord> contracts = new ConcurrentHashMap<>();
    private final Map<Pair, Integer> listed = new ConcurrentHashMap<>();

    private static <K, V> void keep(Map<K, V> map, K key, V value) {
        if (map.size() >= KEPT_MAX) {
            map.clear();
        }
        map.put(key, value);
    }

    /** These where {@code isChanged} says that the contracts which hold the rules did not change, else none. */
    PermissionWords after(Predicate<Address> isChanged) {
        return isChanged.test(PermissionStorage.PERMISSIONS)
                || isChanged.test(PermissionStorage.REGISTRY) ? new PermissionWords() : this;
    }

    int enforced(StateView state) {
        int known = enforced;
        if (known == UNKNOWN) {
            known = new PermissionStorage(state).enforced();
            enforced = known;
        }
        return known;
    }

    Standing standing(Address account, StateView state) {
        Standing known = accounts.get(account);
        if (known != null) {
            return known;
        }
        PermissionStorage storage = new PermissionStorage(state);
        AccountWord word = storage.account(account);
        Standing read = new Standing(word, storage.isActive(word.organisation()));
        keep(accounts, account, read);
        return read;
    }

    ContractWord contract(Address contract, StateView state) {
        ContractWord known = contracts.get(contract);
        if (known != null) {
            return known;
        }
        ContractWord read = new PermissionStorage(state).contract(contract);
        keep(contracts, contract, read);
        return read;
    }

    int listed(Address contract, Address account, StateView state) {
        Pair pair = new Pair(contract, account);
        Integer known = listed.get(pair);
        if (known != null) {
            return known;
        }
        int read = new PermissionStorage(state).listed(contract, account);
        keep(listed, pair, read);
        return read;
    }
}
