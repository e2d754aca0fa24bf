package io.quorate.evm.trace;

import io.quorate.evm.ContractAddress;
import io.quorate.evm.Opcode;
import io.quorate.evm.WorldState;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.TraceResult.AccountState;
import io.quorate.evm.trace.TraceResult.Prestate;
import io.quorate.evm.trace.TraceResult.StateDiff;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/**
 * The state that the transaction found, or what it changed of it, as geth's {@code prestateTracer}. Every
 * account is read before the instruction that touches it first, so what is read is the state before.
 */
public final class PrestateTracer implements ResultTracer {
    private static final int ACCOUNT_BYTES = 200;
    private static final int SLOT_BYTES = 150;
    /** No memory is larger; a CREATE2 that names more runs out of gas. */
    private static final UInt256 INITCODE_BYTES_MAX = UInt256.of(1 << 24);

    /** {@code includeEmpty} keeps accounts that were not there. */
    public record Options(boolean diffMode, boolean code, boolean storage, boolean includeEmpty) {
        public static final Options DEFAULT = new Options(false, true, true, false);
    }

    /** An account as it was first seen. Mutable, never leaves this class. */
    private static final class Seen {
        private final boolean existed;
        private final boolean wasEmpty;
        private final UInt256 balance;
        private final long nonce;
        private final Bytes code;
        private final SortedMap<UInt256, UInt256> storage = new TreeMap<>();

        private Seen(WorldState state, Address address) {
            existed = state.exists(address);
            wasEmpty = state.isDead(address);
            balance = state.balance(address);
            nonce = state.nonce(address);
            code = state.code(address);
        }
    }

    private final Options options;
    private final TraceBudget budget;
    private final SortedMap<Address, Seen> seen = new TreeMap<>();
    private final Set<Address> created = new HashSet<>();
    private Optional<WorldState> state = Optional.empty();
    private final SortedMap<Address, AccountState> pre = new TreeMap<>();
    private final SortedMap<Address, AccountState> post = new TreeMap<>();

    public PrestateTracer(Options options, TraceBudget budget) {
        this.options = options;
        this.budget = budget;
    }

    @Override
    public boolean wantsSteps() {
        return true;
    }

    @Override
    public void onTransactionStart(TransactionStart start) {
        state = Optional.of(start.state());
        if (start.isCreation()) {
            created.add(start.to());
        }
        look(start.from());
        look(start.to());
        look(start.beneficiary());
        start.authorities().forEach(this::look);
    }

    @Override
    public void onStep(Step step) {
        AccountTouch.slot(step).ifPresent(slot -> look(step.address(), slot));
        AccountTouch.account(step).ifPresent(this::look);
        if (step.opcode() == Opcode.CREATE) {
            create(ContractAddress.of(step.address(), world().nonce(step.address())));
        } else if (step.opcode() == Opcode.CREATE2 && step.stackSize() >= 4) {
            create2(step);
        }
    }

    private void create2(Step step) {
        UInt256 offset = step.stackWord(1);
        UInt256 size = step.stackWord(2);
        if (offset.compareTo(INITCODE_BYTES_MAX) > 0 || size.compareTo(INITCODE_BYTES_MAX) > 0) {
            return;
        }
        Bytes initcode = step.memory((int) offset.toLongExact(), (int) size.toLongExact());
        create(ContractAddress.ofCreate2(step.address(), step.stackWord(3), initcode.toArray()));
    }

    private void create(Address address) {
        look(address);
        created.add(address);
    }

    private WorldState world() {
        return state.orElseThrow(() -> new IllegalStateException("no transaction has begun"));
    }

    private void look(Address address) {
        if (!seen.containsKey(address) && budget.take(ACCOUNT_BYTES)) {
            Seen account = new Seen(world(), address);
            budget.take(options.code ? account.code.size() : 0);
            seen.put(address, account);
        }
    }

    private void look(Address address, UInt256 slot) {
        look(address);
        Seen account = seen.get(address);
        if (options.storage && account != null && !account.storage.containsKey(slot)
                && budget.take(SLOT_BYTES)) {
            account.storage.put(slot, world().storage(address, slot));
        }
    }

    /** The state is at hand only until this returns. */
    @Override
    public void onTransactionEnd(long gasUsed) {
        seen.forEach((address, before) -> {
            if (!options.diffMode) {
                addWhole(address, before);
            } else if (before.existed && !world().exists(address)) {
                addWhole(address, before);
            } else {
                addChanges(address, before);
            }
        });
        state = Optional.empty();
    }

    private void addWhole(Address address, Seen before) {
        boolean isHidden = created.contains(address) && before.wasEmpty && !options.includeEmpty;
        if (!isHidden) {
            pre.put(address, new AccountState(Optional.of(before.balance), before.nonce,
                    options.code ? before.code : Bytes.EMPTY, before.storage));
        }
    }

    private void addChanges(Address address, Seen before) {
        WorldState world = world();
        UInt256 balance = world.balance(address);
        long nonce = world.nonce(address);
        Bytes code = options.code ? world.code(address) : before.code;
        SortedMap<UInt256, UInt256> old = new TreeMap<>();
        SortedMap<UInt256, UInt256> changed = new TreeMap<>();
        boolean slotsDiffer = false;
        for (var slot : before.storage.entrySet()) {
            UInt256 now = world.storage(address, slot.getKey());
            if (!now.equals(slot.getValue())) {
                slotsDiffer = true;
                putUnlessZero(old, slot.getKey(), slot.getValue());
                putUnlessZero(changed, slot.getKey(), now);
            }
        }
        boolean differs = slotsDiffer || !balance.equals(before.balance) || nonce != before.nonce
                || !code.equals(before.code);
        if (!differs) {
            return;
        }
        post.put(address, new AccountState(
                balance.equals(before.balance) ? Optional.empty() : Optional.of(balance),
                nonce == before.nonce ? 0 : nonce, code.equals(before.code) ? Bytes.EMPTY : code,
                changed));
        if (!created.contains(address) || !before.wasEmpty || options.includeEmpty) {
            pre.put(address, new AccountState(Optional.of(before.balance), before.nonce,
                    options.code ? before.code : Bytes.EMPTY, old));
        }
    }

    private static void putUnlessZero(SortedMap<UInt256, UInt256> slots, UInt256 key,
            UInt256 value) {
        if (!value.isZero()) {
            slots.put(key, value);
        }
    }

    @Override
    public TraceResult result() {
        if (budget.isSpent()) {
            return budget.tooLarge();
        }
        return options.diffMode ? new StateDiff(pre, post) : new Prestate(pre);
    }
}
