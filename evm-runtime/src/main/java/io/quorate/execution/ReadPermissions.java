package io.quorate.execution;

import io.quorate.evm.CallRules;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.state.StateView;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * Who may read which contracts, by the rules that one block left (docs/spec/members.md). They bind the nodes that answer, not
 * blocks. Safe for any thread.
 */
public final class ReadPermissions {
    private static final int READERS = 8;
    private static final int MAY_READ = 2;

    private final PermissionWords words = new PermissionWords();
    private final StateView state;

    private ReadPermissions(StateView state) {
        this.state = state;
    }

    /** {@code state} is that after the block; it does not change. */
    public static ReadPermissions at(StateView state) {
        return new ReadPermissions(state);
    }

    /** Without this everybody reads everything. */
    public boolean isEnforced() {
        return (words.enforced(state) & READERS) != 0;
    }

    /** What such a reader may read, or somebody without an identity. */
    public Reader readerOf(Optional<ReaderIdentity> identity) {
        return new Reader(identity);
    }

    /** One reader. */
    public final class Reader {
        private final Optional<ReaderIdentity> identity;

        private Reader(Optional<ReaderIdentity> identity) {
            this.identity = identity;
        }

        private boolean hasOne(int roles) {
            return identity.filter(who -> switch (who) {
                case ReaderIdentity.OfAccount(Address account) ->
                        words.standing(account, state).isGoodWith(roles);
                case ReaderIdentity.OfOrganisation(long number) ->
                        (roles & AccountWord.READER) != 0
                                && new PermissionStorage(state).isActive(number);
            }).isPresent();
        }

        private boolean isListed(Address contract) {
            return identity.filter(who -> switch (who) {
                case ReaderIdentity.OfAccount(Address account) ->
                        (words.listed(contract, account, state) & MAY_READ) != 0;
                case ReaderIdentity.OfOrganisation _ -> false;
            }).isPresent();
        }

        /** Whether it reads whatever there is: as an auditor, or since nothing is enforced. */
        public boolean readsAll() {
            return !isEnforced() || hasOne(AccountWord.AUDITOR);
        }

        /**
         * Whether it may read of {@code contract} what {@code key} stands for: a selector (left-aligned) or a topic, absent
         * for storage and all that has none.
         */
        public boolean mayRead(Address contract, Optional<Hash> key) {
            if (readsAll()) {
                return true;
            }
            ContractWord word = words.contract(contract, state);
            if (!word.isReadRestricted()) {
                return true;
            }
            int ofKey = key.map(k -> new PermissionStorage(state).readRule(contract, k))
                    .orElse(-1);
            int roles = ofKey < 0 ? word.readRoles() : ofKey;
            return hasOne(roles) || isListed(contract);
        }

        /** Whether it may have {@code input} run by {@code contract}, and see what comes of it. */
        public boolean mayAsk(Address contract, Bytes input) {
            return mayRead(contract, input.size() < Integer.BYTES ? Optional.empty()
                    : Optional.of(selector(Integer.toUnsignedLong(input.getInt(0)))));
        }

        /** Keeps what it runs from asking a contract that it may not read: another one would pass the answer on. */
        public CallRules guard() {
            return readsAll() ? CallRules.NONE : new CallRules() {
                @Override
                public boolean mayCreate() {
                    return true;
                }

                @Override
                public boolean mayCall(Address caller, Address callee, long selector) {
                    return mayRead(callee, selector == NO_SELECTOR ? Optional.empty()
                            : Optional.of(selector(selector)));
                }
            };
        }
    }

    private static Hash selector(long first) {
        return Hash.ofLimbs(first << Integer.SIZE, 0, 0, 0);
    }
}
