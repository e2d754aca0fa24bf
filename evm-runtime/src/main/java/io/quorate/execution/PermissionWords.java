package io.quorate.execution;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quorate.evm.primitives.Address;
import io.quorate.state.StateView;
import java.util.function.Predicate;

/**
 * What was read of the rules so far, for as many blocks as they stay the same. Holds only what the state at the beginning of
 * such a block says, whoever asks, so that it makes no difference to results. Safe for any thread.
 */
final class PermissionWords {
    /** Of each kind, some 100 bytes each. */
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
    private final Cache<Address, Standing> accounts = cache();
    private final Cache<Address, ContractWord> contracts = cache();
    private final Cache<Pair, Integer> listed = cache();

    private static <K, V> Cache<K, V> cache() {
        return Caffeine.newBuilder().maximumSize(KEPT_MAX).executor(Runnable::run).build();
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
        Standing known = accounts.getIfPresent(account);
        if (known != null) {
            return known;
        }
        PermissionStorage storage = new PermissionStorage(state);
        AccountWord word = storage.account(account);
        Standing read = new Standing(word, storage.isActive(word.organisation()));
        accounts.put(account, read);
        return read;
    }

    ContractWord contract(Address contract, StateView state) {
        ContractWord known = contracts.getIfPresent(contract);
        if (known != null) {
            return known;
        }
        ContractWord read = new PermissionStorage(state).contract(contract);
        contracts.put(contract, read);
        return read;
    }

    int listed(Address contract, Address account, StateView state) {
        Pair pair = new Pair(contract, account);
        Integer known = listed.getIfPresent(pair);
        if (known != null) {
            return known;
        }
        int read = new PermissionStorage(state).listed(contract, account);
        listed.put(pair, read);
        return read;
    }
}
