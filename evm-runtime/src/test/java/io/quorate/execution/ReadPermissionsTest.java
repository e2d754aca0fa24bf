package io.quorate.execution;

import static io.quorate.execution.RuleSlots.AUDITOR;
import static io.quorate.execution.RuleSlots.SENDER;
import static io.quorate.execution.RuleSlots.SUSPENDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.BlockHashLookup;
import io.quorate.evm.Bytecode;
import io.quorate.evm.CallRules;
import io.quorate.evm.CodeCache;
import io.quorate.evm.Opcode;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.Tracer;
import io.quorate.ledger.GenesisBlock;
import io.quorate.ledger.Ledger;
import io.quorate.state.JournaledState;
import io.quorate.state.StateView;
import io.quorate.state.storage.InMemoryKeyValueStore;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** Who reads what, and that no other contract can be asked to read for somebody. */
class ReadPermissionsTest {
    private static final Address EXAMINER = Address.ofLow(0xa0);
    private static final Address GONE = Address.ofLow(0xa1);
    private static final Address PAYER = Address.ofLow(0x5e);
    private static final Address FRIEND = Address.ofLow(0xf1);
    private static final Address VAULT = Address.ofLow(0xc1_0001);
    /** Calls the vault with its own input and returns what it said. */
    private static final Address MEDDLER = Address.ofLow(0xc1_0002);
    private static final Bytes BALANCE_OF = Bytes.fromHexString("0x70a08231");
    private static final int READ_RESTRICTED = 2;

    private static StateView state(int enforced) {
        return state(enforced, READ_RESTRICTED);
    }

    private static StateView state(int enforced, long vault) {
        var allocations = new RuleSlots().enforce(enforced).organisation(1, 1)
                .account(EXAMINER, 1, AUDITOR, 0).account(GONE, 1, AUDITOR, SUSPENDED)
                .account(PAYER, 1, SENDER, 0).allocations();
        var rules = new TreeMap<>(allocations.get(RuleSlots.PERMISSIONS).storage());
        rules.put(RuleSlots.contractSlot(VAULT), UInt256.of(vault));
        rules.put(RuleSlots.listedSlot(VAULT, FRIEND), UInt256.of(2));
        rules.put(RuleSlots.readRuleSlot(VAULT, selector()), UInt256.of(1 | SENDER << 16));
        allocations.put(RuleSlots.PERMISSIONS,
                new GenesisBlock.Allocation(1, UInt256.ZERO, RuleSlots.CODE, rules));
        allocations.put(VAULT, code(new Bytecode().push(42).push(0).op(Opcode.MSTORE).push(32)
                .push(0).op(Opcode.RETURN).bytes()));
        allocations.put(MEDDLER, code(new Bytecode().op(Opcode.CALLDATASIZE).push(0).push(0)
                .op(Opcode.CALLDATACOPY).push(32).push(0).op(Opcode.CALLDATASIZE).push(0)
                .push(VAULT).op(Opcode.GAS, Opcode.STATICCALL, Opcode.POP).push(32).push(0)
                .op(Opcode.RETURN).bytes()));
        return Ledger.open(new InMemoryKeyValueStore(),
                ParallelWorkload.genesis(Fork.OSAKA, allocations)).stateAt(0).orElseThrow();
    }

    private static GenesisBlock.Allocation code(Bytes code) {
        return new GenesisBlock.Allocation(1, UInt256.ZERO, code, new TreeMap<>());
    }

    private static Hash selector() {
        return Hash.of(Bytes.concatenate(BALANCE_OF, Bytes.wrap(new byte[28])));
    }

    private static ReadPermissions.Reader reader(Address account) {
        return ReadPermissions.at(state(8)).readerOf(
                Optional.of(new ReaderIdentity.OfAccount(account)));
    }

    private static ReadPermissions.Reader member(StateView state, long organisation) {
        return ReadPermissions.at(state).readerOf(
                Optional.of(new ReaderIdentity.OfOrganisation(organisation)));
    }

    @Test
    void restrictsNothingUntilItIsEnforced() {
        ReadPermissions open = ReadPermissions.at(state(7));
        assertThat(open.isEnforced()).isFalse();
        assertThat(open.readerOf(Optional.empty()).readsAll()).isTrue();
        assertThat(open.readerOf(Optional.empty()).guard()).isSameAs(CallRules.NONE);
    }

    @Test
    void goesByRolesListsAndSelectors() {
        assertThat(reader(EXAMINER).readsAll()).isTrue();
        assertThat(reader(GONE).readsAll()).isFalse();
        for (Address account : new Address[]{GONE, PAYER}) {
            assertThat(reader(account).mayRead(VAULT, Optional.empty())).isFalse();
            assertThat(reader(account).mayRead(MEDDLER, Optional.empty())).isTrue();
        }
        assertThat(reader(FRIEND).mayRead(VAULT, Optional.empty())).isTrue();
        assertThat(reader(PAYER).mayAsk(VAULT, BALANCE_OF)).isTrue();
        assertThat(reader(PAYER).mayAsk(VAULT, BALANCE_OF.slice(0, 3))).isFalse();
        assertThat(reader(PAYER).mayAsk(VAULT, Bytes.fromHexString("0x70a08232"))).isFalse();
        assertThat(reader(GONE).mayAsk(VAULT, BALANCE_OF)).isFalse();
    }

    /** It is a reader of that organisation, while that is active, and is on no list. */
    @Test
    void somebodyOfAnOrganisationIsAReader() {
        StateView forSenders = state(8);
        assertThat(member(forSenders, 1).readsAll()).isFalse();
        assertThat(member(forSenders, 1).mayAsk(VAULT, BALANCE_OF)).isFalse();
        assertThat(member(forSenders, 1).mayRead(MEDDLER, Optional.empty())).isTrue();
        StateView forReaders = state(8, READ_RESTRICTED | (long) AccountWord.READER << 16);
        assertThat(member(forReaders, 1).mayRead(VAULT, Optional.empty())).isTrue();
        assertThat(member(forReaders, 2).mayRead(VAULT, Optional.empty())).isFalse();
        assertThat(member(state(7), 2).readsAll()).isTrue();
    }

    @Test
    void nobodyReadsThroughAnotherContract() {
        assertThat(answer(EXAMINER, Bytes.EMPTY)).isEqualTo(42);
        assertThat(answer(FRIEND, Bytes.EMPTY)).isEqualTo(42);
        assertThat(answer(PAYER, Bytes.EMPTY)).isZero();
        assertThat(answer(PAYER, BALANCE_OF)).isEqualTo(42);
        assertThat(answer(GONE, BALANCE_OF)).isNotEqualTo(42);
    }

    /** What the meddler returns: what the vault told it, or else its own input. */
    private static long answer(Address account, Bytes input) {
        ExecutionRules rules = ExecutionRules.ethereum(Fork.OSAKA, UInt256.ONE);
        BlockContext block = new BlockContext(1, 1, Address.ZERO, UInt256.ZERO, Hash.ZERO,
                60_000_000, UInt256.ZERO, UInt256.ZERO, BlockHashLookup.NONE);
        TransactionOutcome outcome = new TransactionExecutor(rules, new CodeCache(1 << 20),
                Permissions.NONE.and(reader(account).guard()))
                .call(CallRequest.of(account, MEDDLER, UInt256.ZERO, input, 1_000_000), block,
                        new JournaledState(state(8)), Tracer.NONE);
        return UInt256.of(((TransactionOutcome.Executed) outcome).output()).limb(0);
    }
}
