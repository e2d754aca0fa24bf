package io.quorate.execution;

import static io.quorate.execution.RuleSlots.DEPLOYER;
import static io.quorate.execution.RuleSlots.NODE;
import static io.quorate.execution.RuleSlots.SENDER;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.Bytecode;
import io.quorate.evm.CodeCache;
import io.quorate.evm.Opcode;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.fork.ForkSchedule;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.CallTracer;
import io.quorate.evm.trace.TraceBudget;
import io.quorate.ledger.Block;
import io.quorate.ledger.DecidedSlot;
import io.quorate.ledger.GenesisBlock;
import io.quorate.ledger.Ledger;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.Signature;
import io.quorate.ledger.SlotRecord;
import io.quorate.ledger.TestChain;
import io.quorate.ledger.Transaction;
import io.quorate.state.Account;
import io.quorate.state.storage.InMemoryKeyValueStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** Rules in blocks: what is left out, what fails inside, and from when on a change holds. */
class PermissionBlocksTest {
    private static final Address KEEPER = ParallelWorkload.sender(0);
    private static final Address PAYER = ParallelWorkload.sender(1);
    private static final Address MAKER = ParallelWorkload.sender(2);
    private static final Address STRANGER = ParallelWorkload.sender(3);
    private static final Address PLAIN = Address.ofLow(0xe0);
    private static final Address VAULT = Address.ofLow(0xc1_0001);
    /** Calls the vault and creates a contract, and keeps both answers, in slots 1 and 2, and the gas that this took in 3. */
    private static final Address TRIER = Address.ofLow(0xc1_0002);

    private final Ledger ledger = Ledger.open(new InMemoryKeyValueStore(), genesis());
    private final ChainRules rules = new ChainRules(TestChain.CHAIN_ID,
            ForkSchedule.allFrom(Fork.OSAKA), FeeMode.FEE_BLIND, false, 60_000_000,
            ParallelWorkload.BENEFICIARY);
    private final BlockExecutor executor = new BlockExecutor(rules, ledger.state());
    private final Map<Address, Long> nonces = new TreeMap<>();
    private final List<Block> blocks = new ArrayList<>();

    private static GenesisBlock genesis() {
        var allocations = new RuleSlots().enforce(7).organisation(1, 1)
                .account(KEEPER, 1, 0, NODE).account(PAYER, 1, SENDER, 0)
                .account(MAKER, 1, SENDER | DEPLOYER, 0).restrict(VAULT, DEPLOYER).allocations();
        allocations.put(VAULT, code(new Bytecode().push(9).sstore(1).bytes()));
        allocations.put(TRIER, code(trier()));
        return ParallelWorkload.genesis(Fork.OSAKA, allocations);
    }

    private static GenesisBlock.Allocation code(Bytes code) {
        return new GenesisBlock.Allocation(1, UInt256.ZERO, code, new TreeMap<>());
    }

    private static Bytes trier() {
        return new Bytecode().push(0).push(0).push(0).push(0).push(0).push(VAULT).push(50_000)
                .op(Opcode.CALL).push(5).op(Opcode.ADD).sstore(1).push(0).push(0).push(0)
                .op(Opcode.CREATE).push(5).op(Opcode.ADD).sstore(2).bytes();
    }

    private RecoveredTransaction call(Address from, Address to, Bytes data) {
        return transaction(from, Optional.of(to), data);
    }

    private RecoveredTransaction transaction(Address from, Optional<Address> to, Bytes data) {
        long nonce = nonces.merge(from, 1L, Long::sum) - 1;
        return ParallelWorkload.recovered(from, new Transaction.DynamicFee(
                Optional.of(TestChain.CHAIN_ID), nonce, UInt256.ZERO, UInt256.ZERO, 500_000, to,
                UInt256.ZERO, data, List.of(), new Signature(UInt256.ONE, UInt256.ONE, 0)));
    }

    private ExecutedBatch make(RecoveredTransaction... transactions) {
        long seqNum = ledger.appliedSeq() + 1;
        ExecutedBatch made = executor.execute(ledger.head(), new DecidedBatch(0, seqNum, 0, seqNum,
                Hash.EMPTY, List.of(transactions), DecidedBatch.EmptyBlock.OMITTED),
                ledger::blockHash);
        Hash blockHash = made.block().map(b -> b.block().hash()).orElse(ledger.head().hash());
        ledger.commit(new DecidedSlot(new SlotRecord(ledger.lastRecordHash(), 0, seqNum,
                Hash.EMPTY, Hash.ZERO, blockHash, Hash.EMPTY_LIST, Hash.ZERO), 0, Bytes.of(1),
                Bytes.of(2), Bytes.of(3)), made.block().map(ExecutedBlock::toCommit));
        made.block().ifPresent(block -> blocks.add(block.block()));
        return made;
    }

    private UInt256 slot(Address contract, long slot) {
        return ledger.stateAt(ledger.head().number()).orElseThrow().storage(contract,
                UInt256.of(slot));
    }

    @Test
    void leavesOutWhatMayNotStartAndCountsNoNonce() {
        RecoveredTransaction good = call(PAYER, PLAIN, Bytes.EMPTY);
        RecoveredTransaction stranger = call(STRANGER, PLAIN, Bytes.EMPTY);
        RecoveredTransaction deploys = transaction(PAYER, Optional.empty(), Bytes.of(0));
        ExecutedBatch made = make(good, stranger, deploys);
        assertThat(made.block().orElseThrow().block().transactions()).containsExactly(good);
        assertThat(made.skipped()).extracting(ExecutedBatch.Skipped::reason).containsExactly(
                TransactionRejection.SENDER_NOT_PERMITTED,
                TransactionRejection.DEPLOYMENT_NOT_PERMITTED);
        assertThat(made.returned()).isEmpty();
        assertThat(nonce(STRANGER)).isZero();
        assertThat(nonce(PAYER)).isEqualTo(1);
    }

    private long nonce(Address address) {
        return ledger.stateAt(ledger.head().number()).orElseThrow().account(address)
                .map(Account::nonce).orElse(0L);
    }

    @Test
    void aChangeHoldsFromTheNextBlockOn() {
        Bytes rights = RuleSlots.write(RuleSlots.accountWord(1, SENDER, 0),
                RuleSlots.accountSlot(STRANGER));
        ExecutedBatch first = make(call(KEEPER, RuleSlots.PERMISSIONS, rights),
                call(STRANGER, PLAIN, Bytes.EMPTY));
        assertThat(first.skipped()).hasSize(1);
        nonces.put(STRANGER, 0L);
        // And back again, while what is allowed now goes on to the block's end.
        Bytes none = RuleSlots.write(UInt256.ZERO, RuleSlots.accountSlot(STRANGER));
        ExecutedBatch second = make(call(KEEPER, RuleSlots.PERMISSIONS, none),
                call(STRANGER, PLAIN, Bytes.EMPTY));
        assertThat(second.skipped()).isEmpty();
        assertThat(make(call(STRANGER, PLAIN, Bytes.EMPTY), call(PAYER, PLAIN, Bytes.EMPTY))
                .skipped()).hasSize(1);
        // The organisation of the Registry counts as much.
        make(call(KEEPER, RuleSlots.REGISTRY,
                RuleSlots.write(UInt256.of(2), RuleSlots.organisationSlot(1))));
        assertThat(make(call(PAYER, PLAIN, Bytes.EMPTY)).skipped())
                .extracting(ExecutedBatch.Skipped::reason)
                .containsExactly(TransactionRejection.ACCOUNT_SUSPENDED);
        nonces.put(PAYER, nonce(PAYER));
        make(call(KEEPER, RuleSlots.PERMISSIONS, RuleSlots.write(UInt256.ZERO, UInt256.ZERO)));
        assertThat(make(call(PAYER, PLAIN, Bytes.EMPTY)).skipped()).isEmpty();
    }

    @Test
    void whatIsForbiddenWithinFailsAsAtTheDepthLimit() {
        long payerGas = gasOf(make(call(PAYER, TRIER, Bytes.EMPTY)));
        assertThat(slot(TRIER, 1)).isEqualTo(UInt256.of(5));
        assertThat(slot(TRIER, 2)).isEqualTo(UInt256.of(5));
        assertThat(slot(VAULT, 1)).isEqualTo(UInt256.ZERO);
        assertThat(nonce(TRIER)).isEqualTo(1);
        assertThat(payerGas).isLessThan(130_000); // nothing of the 50,000 that the call was given
        make(call(MAKER, TRIER, Bytes.EMPTY));
        assertThat(slot(TRIER, 1)).isEqualTo(UInt256.of(6));
        assertThat(slot(TRIER, 2)).isNotEqualTo(UInt256.of(5));
        assertThat(slot(VAULT, 1)).isEqualTo(UInt256.of(9));
        assertThat(nonce(TRIER)).isEqualTo(2);
    }

    private static long gasOf(ExecutedBatch made) {
        return made.block().orElseThrow().outcomes().getFirst().gasUsed();
    }

    @Test
    void tracesShowWhatWasRefused() {
        make(call(PAYER, TRIER, Bytes.EMPTY));
        CallTracer tracer = new CallTracer(CallTracer.Options.DEFAULT,
                new TraceBudget(1 << 20));
        new BlockReplay(rules, new CodeCache(1 << 20), Epochs.NONE).run(blocks.getFirst(),
                ledger.stateAt(0).orElseThrow(), ledger::blockHash, 1, index -> tracer);
        assertThat(tracer.result().toString()).contains("not permitted");
    }

    @Test
    void anotherLedgerImportsTheSame() {
        aChangeHoldsFromTheNextBlockOn();
        Ledger other = Ledger.open(new InMemoryKeyValueStore(), genesis());
        BlockImporter importer = BlockImporter.ofOrderedChain(rules, other);
        for (Block block : blocks) {
            ImportOutcome outcome = importer.execute(block);
            assertThat(outcome).isInstanceOf(ImportOutcome.Valid.class);
            other.importBlock(((ImportOutcome.Valid) outcome).commit());
        }
        assertThat(other.head()).isEqualTo(ledger.head());
    }

    @Test
    void theBlockAccessListHoldsNothingOfTheRules() {
        ExecutedBatch made = make(call(PAYER, PLAIN, Bytes.EMPTY));
        assertThat(made.block().orElseThrow().accessList().toString())
                .doesNotContain(RuleSlots.PERMISSIONS.toString())
                .doesNotContain(RuleSlots.REGISTRY.toString());
    }
}
