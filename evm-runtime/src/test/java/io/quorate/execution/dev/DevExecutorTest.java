package io.quorate.execution.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.fork.ForkSchedule;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.evm.rlp.RlpWriter;
import io.quorate.execution.BlockExecutor;
import io.quorate.execution.ChainRules;
import io.quorate.execution.DecidedBatch;
import io.quorate.execution.ExecutedBlock;
import io.quorate.execution.FeeMode;
import io.quorate.execution.Senders;
import io.quorate.execution.dev.DevCommand.Moment;
import io.quorate.execution.dev.DevExecuted.Outcome;
import io.quorate.ledger.BlockAccessList;
import io.quorate.ledger.BlockHeader;
import io.quorate.ledger.DecidedSlot;
import io.quorate.ledger.Impersonation;
import io.quorate.ledger.Ledger;
import io.quorate.ledger.LedgerCheck;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.SlotRecord;
import io.quorate.ledger.TestChain;
import io.quorate.ledger.Transaction;
import io.quorate.ledger.TransactionCodec;
import io.quorate.state.Account;
import io.quorate.state.DamageReport;
import io.quorate.state.StateView;
import io.quorate.state.storage.InMemoryKeyValueStore;
import io.quorate.state.storage.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** A development chain with a real ledger in memory, told one thing after another. */
class DevExecutorTest {
    private static final Address BENEFICIARY = Address.ofLow(0xbe);
    private static final Address FRESH = Address.ofLow(0xf4e5);
    /** Leaves one byte of code. */
    private static final Bytes DEPLOYMENT = Bytes.fromHexString("0x600160005360016000f3");
    private static final long START = 1_700_000_000_000L;

    private final InMemoryKeyValueStore store = new InMemoryKeyValueStore();
    private final Ledger ledger = Ledger.open(store, TestChain.genesis());
    private final DevExecutor executor = executor(ledger, FeeMode.FEE_BLIND);
    private long clock = START;
    private long number;

    private static DevExecutor executor(Ledger ledger, FeeMode mode) {
        ChainRules rules = new ChainRules(TestChain.CHAIN_ID, ForkSchedule.allFrom(Fork.OSAKA),
                mode, false, ChainRules.DEFAULT_BLOCK_GAS_LIMIT, BENEFICIARY);
        return new DevExecutor(new BlockExecutor(rules, ledger.state()), rules,
                block -> ledger.stateAt(block).orElseThrow(), block -> accessList(ledger, block));
    }

    private static BlockAccessList accessList(Ledger ledger, long block) {
        try {
            return BlockAccessList.decode(ledger.accessList(block).orElseThrow());
        } catch (DecodeException e) {
            throw new AssertionError(e);
        }
    }

    private DevExecuted decide(DevExecutor with, Optional<DevOrder> order,
            RecoveredTransaction... transactions) {
        long seq = ledger.appliedSeq() + 1;
        clock += 10;
        DevExecuted executed = with.execute(ledger.head(), new DecidedBatch(0, seq, 2, clock,
                Hash.EMPTY, List.of(transactions), DecidedBatch.EmptyBlock.OMITTED), order,
                ledger::blockHash);
        Optional<ExecutedBlock> block = executed.batch().block();
        SlotRecord slot = new SlotRecord(ledger.lastRecordHash(), 0, seq, Hash.EMPTY, Hash.ZERO,
                block.map(b -> b.block().hash()).orElse(ledger.head().hash()),
                block.map(b -> b.accessList().hash()).orElse(Hash.EMPTY_LIST), Hash.ZERO);
        ledger.commit(new DecidedSlot(slot, clock, Bytes.of(1), Bytes.of(2), Bytes.of(3)),
                block.map(ExecutedBlock::toCommit));
        return executed;
    }

    private DevExecuted send(RecoveredTransaction... transactions) {
        return decide(executor, Optional.empty(), transactions);
    }

    private Outcome tell(DevCommand command, RecoveredTransaction... transactions) {
        DevExecuted executed = decide(executor, Optional.of(new DevOrder(1, number, command)),
                transactions);
        number++;
        assertThat(executed.batch().block()).isPresent();
        return executed.carriedOut().orElseThrow().outcome();
    }

    private void done(DevCommand command, RecoveredTransaction... transactions) {
        assertThat(tell(command, transactions)).isInstanceOf(Outcome.Done.class);
    }

    private long value(DevCommand command) {
        return ((Outcome.Done) tell(command)).value().toLongExact();
    }

    private String refusal(DevCommand command) {
        return ((Outcome.Refused) tell(command)).message();
    }

    private StateView state() {
        return ledger.stateAt(ledger.head().number()).orElseThrow();
    }

    private Account account(Address address) {
        return state().account(address).orElse(Account.EMPTY);
    }

    private BlockHeader header() {
        return ledger.head().header();
    }

    /** What {@code verify} looks at: everything that is stored follows from the rest. */
    private void assertSound() {
        List<String> damages = new ArrayList<>();
        new LedgerCheck(store, TestChain.genesis(), Impersonation::sender,
                InMemoryKeyValueStore::new, new DamageReport() {
                    @Override
                    public void begins(String what, long entries) {
                        // nobody watches
                    }

                    @Override
                    public void looked(long entries) {
                        // nobody watches
                    }

                    @Override
                    public void damage(Space space, String where, String what) {
                        damages.add(where + " " + what);
                    }
                }).run();
        assertThat(damages).isEmpty();
    }

    @Test
    void accountsAreChangedInBlocksThatProve() {
        done(new DevCommand.SetBalance(FRESH, UInt256.of(5)));
        assertThat(account(FRESH).balance()).isEqualTo(UInt256.of(5));
        assertThat(ledger.head().number()).isEqualTo(1);
        done(new DevCommand.SetNonce(FRESH, 7));
        done(new DevCommand.SetCode(FRESH, Bytes.of(0x60, 0)));
        done(new DevCommand.SetStorage(FRESH, UInt256.of(9), UInt256.MAX));
        assertThat(account(FRESH).nonce()).isEqualTo(7);
        assertThat(state().code(account(FRESH).codeHash())).isEqualTo(Bytes.of(0x60, 0));
        assertThat(state().storage(FRESH, UInt256.of(9))).isEqualTo(UInt256.MAX);
        assertThat(ledger.proof(FRESH, List.of(UInt256.of(9)), 4).orElseThrow().slots()
                .getFirst().value()).isEqualTo(UInt256.MAX);
        assertThat(ledger.stateAt(1).orElseThrow().account(FRESH).orElseThrow().nonce()).isZero();
        assertSound();
    }

    @Test
    void anAccountThatIsEmptiedIsNone() {
        done(new DevCommand.SetBalance(FRESH, UInt256.of(5)));
        done(new DevCommand.SetBalance(FRESH, UInt256.ZERO));
        assertThat(state().account(FRESH)).isEmpty();
        assertThat(refusal(new DevCommand.SetStorage(FRESH, UInt256.ONE, UInt256.ONE)))
                .contains("EIP-161");
        assertThat(refusal(new DevCommand.SetBalance(DevState.ACCOUNT, UInt256.ONE)))
                .contains("nobody may change");
    }

    @Test
    void aCommandIsCarriedOutOnceAndInItsTurn() {
        DevOrder first = new DevOrder(1, 0, new DevCommand.SetBalance(FRESH, UInt256.of(1)));
        DevOrder third = new DevOrder(1, 2, new DevCommand.SetBalance(FRESH, UInt256.of(3)));
        assertThat(decide(executor, Optional.of(third)).batch().block()).isEmpty();
        assertThat(decide(executor, Optional.of(first)).carriedOut()).isPresent();
        assertThat(decide(executor, Optional.of(first)).carriedOut()).isEmpty();
        assertThat(decide(executor, Optional.of(third)).carriedOut()).isEmpty();
        assertThat(account(FRESH).balance()).isEqualTo(UInt256.ONE);
        assertThat(ledger.head().number()).isEqualTo(1);
    }

    @Test
    void theClockGoesForwardAndStandsStillForCommands() {
        send(TestChain.transfer(1, 0, FRESH, UInt256.ONE));
        long before = header().timestamp();
        assertThat(value(new DevCommand.IncreaseTime(3_600))).isEqualTo(3_600);
        assertThat(header().timestamp()).isEqualTo(before);
        done(DevCommand.Mine.NOW);
        assertThat(header().timestamp()).isEqualTo((clock + 3_600_000) / 1_000);

        long next = header().timestamp() + 100_000;
        done(new DevCommand.SetNextTimestamp(next));
        assertThat(new DevState(state()).nextTimestamp()).hasValue(next);
        send(TestChain.transfer(1, 1, FRESH, UInt256.ONE));
        assertThat(header().timestamp()).isEqualTo(next);
        assertThat(new DevState(state()).nextTimestamp()).isEmpty();
        clock += 5_000;
        send(TestChain.transfer(1, 2, FRESH, UInt256.ONE));
        assertThat(header().timestamp()).isEqualTo(next + 5);

        done(new DevCommand.Mine(Moment.AFTER_PARENT, 86_400));
        assertThat(header().timestamp()).isEqualTo(next + 5 + 86_400);
        assertThat(refusal(new DevCommand.SetNextTimestamp(next))).contains("is before");
        assertThat(refusal(new DevCommand.Mine(Moment.AT, next))).contains("is before");
        done(new DevCommand.Mine(Moment.AT, next + 200_000));
        assertThat(header().timestamp()).isEqualTo(next + 200_000);
        assertSound();
    }

    @Test
    void withoutAutomineTransactionsWait() {
        done(new DevCommand.SetAutomine(false));
        RecoveredTransaction waiting = TestChain.transfer(1, 0, FRESH, UInt256.ONE);
        DevExecuted held = send(waiting);
        assertThat(held.batch().block()).isEmpty();
        assertThat(held.batch().returned()).containsExactly(waiting);
        assertThat(decide(executor, Optional.of(DevOrder.TICK), waiting).batch().block())
                .as("no interval is set").isEmpty();
        done(DevCommand.Mine.NOW, waiting);
        assertThat(account(FRESH).balance()).isEqualTo(UInt256.ONE);
        done(new DevCommand.SetInterval(100));
        RecoveredTransaction next = TestChain.transfer(1, 1, FRESH, UInt256.ONE);
        assertThat(decide(executor, Optional.of(DevOrder.TICK), next).batch().block())
                .isPresent();
        assertThat(account(FRESH).balance()).isEqualTo(UInt256.of(2));
    }

    @Test
    void goingBackWritesTheOldStateAnew() {
        send(TestChain.store(1, 0, 77, 1), TestChain.transfer(2, 0, FRESH, UInt256.of(4)));
        done(new DevCommand.IncreaseTime(50));
        assertThat(value(new DevCommand.Snapshot())).isEqualTo(1);
        BlockHeader then = header();
        StateView old = state();

        RecoveredTransaction again = TestChain.store(1, 1, 78, 1);
        send(again, TestChain.store(1, 2, 5, 2),
                TestChain.signed(3, 0, Optional.empty(), UInt256.of(9), DEPLOYMENT, 100_000));
        Address created = createdBy(TestChain.address(3));
        assertThat(account(created).nonce()).isEqualTo(1);
        assertThat(value(new DevCommand.Snapshot())).isEqualTo(2);
        done(new DevCommand.SetBalance(FRESH, UInt256.ZERO));
        done(new DevCommand.IncreaseTime(1_000_000));
        done(DevCommand.Mine.NOW);
        long last = ledger.head().number();

        done(new DevCommand.Revert(1));
        assertThat(ledger.head().number()).as("the chain goes on").isEqualTo(last + 1);
        assertThat(header().timestamp()).isEqualTo(then.timestamp());
        for (int key = 1; key <= 4; key++) {
            assertThat(state().account(TestChain.address(key)))
                    .isEqualTo(old.account(TestChain.address(key)));
        }
        assertThat(account(FRESH).balance()).isEqualTo(UInt256.of(4));
        assertThat(state().account(created)).isEmpty();
        assertThat(state().storage(TestChain.STORE, UInt256.of(1))).isEqualTo(UInt256.of(77));
        assertThat(state().storage(TestChain.STORE, UInt256.of(2))).isEqualTo(UInt256.ZERO);
        DevState told = new DevState(state());
        assertThat(told.offsetMillis()).isEqualTo(50_000);
        assertThat(told.hasSnapshot(1)).isFalse();
        assertThat(told.hasSnapshot(2)).isFalse();
        assertThat(told.isUndone(then.number())).isFalse();
        assertThat(told.isUndone(then.number() + 1)).isTrue();
        assertThat(told.isUndone(last)).isTrue();
        assertThat(told.isUndone(last + 1)).isFalse();
        assertThat(refusal(new DevCommand.Revert(2))).contains("no snapshot 2");

        send(again); // the same bytes, and so the same hash, for a second time
        assertThat(state().storage(TestChain.STORE, UInt256.of(1))).isEqualTo(UInt256.of(78));
        assertThat(ledger.locate(again.hash()).orElseThrow().blockNumber())
                .isEqualTo(ledger.head().number());
        assertThat(value(new DevCommand.Snapshot())).isEqualTo(3);
        assertSound();
    }

    /** Of a first transaction (Yellow Paper §7). */
    private static Address createdBy(Address sender) {
        return Address.of(Keccak256.hash(new RlpWriter().startList().write(sender).write(0)
                .endList().toBytes()).bytes().slice(12));
    }

    @Test
    void manyFixturesLeaveOneSpanEachAndAResetOneInAll() {
        for (int i = 0; i < 20; i++) {
            long id = value(new DevCommand.Snapshot());
            send(TestChain.transfer(1, 0, FRESH, UInt256.of(1)));
            done(new DevCommand.Revert(id));
            assertThat(account(TestChain.address(1)).nonce()).isZero();
        }
        assertThat(new DevState(state()).undoneSpans()).isEqualTo(20);
        done(new DevCommand.Impersonate(FRESH, true));
        assertThat(new DevState(state()).impersonates(FRESH)).isTrue();
        done(new DevCommand.SetAutomine(false));
        done(new DevCommand.Reset());
        DevState told = new DevState(state());
        assertThat(told.undoneSpans()).isEqualTo(1);
        assertThat(told.isUndone(1)).isTrue();
        assertThat(told.isUndone(0)).isFalse();
        assertThat(told.automine()).isTrue();
        assertThat(told.impersonates(FRESH)).isFalse();
        assertThat(state().account(FRESH)).isEmpty();
        assertSound();
    }

    @Test
    void settingsOfBlocksAreHeldTo() {
        done(new DevCommand.SetGasLimit(30_000));
        assertThat(header().gasLimit()).isEqualTo(30_000);
        done(new DevCommand.SetCoinbase(FRESH));
        assertThat(header().beneficiary()).isEqualTo(FRESH);
        send(TestChain.transfer(1, 0, FRESH, UInt256.ONE));
        assertThat(header().gasLimit()).isEqualTo(30_000);
        assertThat(header().beneficiary()).isEqualTo(FRESH);
        assertThat(send(TestChain.store(1, 1, 1, 1)).batch().skipped()).hasSize(1);
        assertThat(refusal(new DevCommand.SetNextBaseFee(UInt256.ONE))).contains("feeMode");
    }

    @Test
    void theNextBaseFeeIsOfOneBlock() {
        DevExecutor paid = executor(ledger, FeeMode.EIP1559);
        decide(paid, Optional.of(new DevOrder(0, 0,
                new DevCommand.SetNextBaseFee(UInt256.of(1_500_000_000)))));
        decide(paid, Optional.empty(), TestChain.transfer(1, 0, FRESH, UInt256.ONE));
        assertThat(header().baseFeePerGas()).contains(UInt256.of(1_500_000_000));
        decide(paid, Optional.empty(), TestChain.transfer(1, 1, FRESH, UInt256.ONE));
        assertThat(header().baseFeePerGas().orElseThrow().toLongExact())
                .isBetween(1_300_000_000L, 1_499_999_999L);
    }

    @Test
    void aContractCanBeImpersonatedHereAndNobodyElsewhere() throws DecodeException {
        done(new DevCommand.SetBalance(TestChain.STORE, UInt256.of(100)));
        Transaction unsigned = new Transaction.DynamicFee(Optional.of(TestChain.CHAIN_ID), 1,
                UInt256.ZERO, UInt256.ZERO, 21_000, Optional.of(FRESH), UInt256.of(60),
                Bytes.EMPTY, List.of(), Impersonation.of(TestChain.STORE));
        Bytes encoded = TransactionCodec.encode(unsigned);
        RecoveredTransaction here = new Senders(16, Impersonation::sender).recover(encoded);
        assertThat(here.sender()).isEqualTo(TestChain.STORE);
        assertThatThrownBy(() -> new Senders(16).recover(encoded))
                .isInstanceOf(DecodeException.class);
        for (Fork fork : Fork.values()) {
            assertThatThrownBy(() -> TransactionCodec.sender(unsigned, fork))
                    .as(fork.name()).isInstanceOf(DecodeException.class);
        }
        assertThat(send(here).batch().block()).isPresent();
        assertThat(account(FRESH).balance()).isEqualTo(UInt256.of(60));
        assertThat(account(TestChain.STORE).nonce()).isEqualTo(2);
        assertSound();
    }
}
