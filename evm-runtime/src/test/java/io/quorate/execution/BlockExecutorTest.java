package io.quorate.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.fork.ForkSchedule;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.ledger.BlockCodec;
import io.quorate.ledger.BlockHeader;
import io.quorate.ledger.BlockHeaderCodec;
import io.quorate.ledger.DecidedSlot;
import io.quorate.ledger.Ledger;
import io.quorate.ledger.LogFilter;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.Roots;
import io.quorate.ledger.SlotRecord;
import io.quorate.ledger.TestChain;
import io.quorate.state.Account;
import io.quorate.state.AccountProof;
import io.quorate.state.StateView;
import io.quorate.state.storage.InMemoryKeyValueStore;
import io.quorate.state.trie.MerkleProof;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

class BlockExecutorTest {
    private static final Address BENEFICIARY = Address.ofLow(0xbe);
    private static final Address STRANGER = Address.ofLow(0x5747);

    private final Ledger ledger = Ledger.open(new InMemoryKeyValueStore(), TestChain.genesis());
    private final BlockExecutor executor = new BlockExecutor(rules(FeeMode.FEE_BLIND),
            ledger.state());

    static ChainRules rules(FeeMode mode) {
        return new ChainRules(TestChain.CHAIN_ID, ForkSchedule.allFrom(Fork.OSAKA), mode, false,
                ChainRules.DEFAULT_BLOCK_GAS_LIMIT, BENEFICIARY);
    }

    private ExecutedBatch execute(BlockExecutor with, RecoveredTransaction... transactions) {
        long seqNum = ledger.appliedSeq() + 1;
        DecidedBatch batch = new DecidedBatch(0, seqNum, 2, 5_250 * seqNum, Hash.EMPTY,
                List.of(transactions), DecidedBatch.EmptyBlock.OMITTED);
        return with.execute(ledger.head(), batch, ledger::blockHash);
    }

    private void commit(ExecutedBatch batch) {
        Hash blockHash = batch.block().map(b -> b.block().hash()).orElse(ledger.head().hash());
        Hash accessList = batch.block().map(b -> b.accessList().hash()).orElse(Hash.EMPTY_LIST);
        SlotRecord slotRecord = new SlotRecord(ledger.lastRecordHash(), 0, ledger.appliedSeq() + 1,
                Hash.EMPTY, Hash.ZERO, blockHash, accessList, Hash.ZERO);
        ledger.commit(new DecidedSlot(slotRecord, 0, Bytes.of(1), Bytes.of(2), Bytes.of(3)),
                batch.block().map(ExecutedBlock::toCommit));
    }

    @Test
    void executesAndStoresTransfersAndCalls() {
        ExecutedBatch first = execute(executor,
                TestChain.transfer(1, 0, STRANGER, UInt256.of(5)), TestChain.store(2, 0, 77, 9),
                TestChain.store(2, 1, 78, 9), TestChain.store(2, 2, 1, 10));
        assertThat(first.skipped()).isEmpty();
        commit(first);
        commit(execute(executor, TestChain.store(1, 1, 0, 9)));

        BlockHeader header = ledger.header(1).orElseThrow();
        assertThat(header.baseFeePerGas()).contains(UInt256.ZERO);
        assertThat(header.timestamp()).isEqualTo(5);
        assertThat(ExtraData.decode(header.extraData()))
                .contains(new ExtraData(0, 1, 5_250, 2));
        assertThat(ledger.block(1)).contains(first.block().orElseThrow().block());
        assertThat(ledger.receipts(1).orElseThrow()).hasSize(4).allMatch(r -> r.succeeded());
        assertThat(Roots.receiptsRoot(ledger.receipts(1).orElseThrow()))
                .isEqualTo(header.receiptsRoot());

        assertThat(slotAt(0, 9)).isEqualTo(UInt256.ZERO);
        assertThat(slotAt(1, 9)).isEqualTo(UInt256.of(78));
        assertThat(slotAt(2, 9)).isEqualTo(UInt256.ZERO);
        assertThat(slotAt(2, 10)).isEqualTo(UInt256.ONE);
        StateView latest = ledger.stateAt(2).orElseThrow();
        assertThat(latest.account(STRANGER).orElseThrow().balance()).isEqualTo(UInt256.of(5));
        assertThat(latest.account(TestChain.address(1)).orElseThrow().nonce()).isEqualTo(2);
        assertThat(ledger.stateAt(1).orElseThrow().account(TestChain.address(1)).orElseThrow()
                .nonce()).isEqualTo(1);
        assertThat(ledger.stateAt(0).orElseThrow().account(STRANGER)).isEmpty();

        var found = ledger.logs(new LogFilter(List.of(TestChain.STORE), List.of()), 0, 10, 100, 9);
        assertThat(found.matches()).hasSize(4);
        assertThat(found.matches().get(1).logIndex()).isEqualTo(1);
        assertThat(ledger.logs(new LogFilter(List.of(STRANGER), List.of()), 0, 10, 100, 9)
                .matches()).isEmpty();
    }

    private UInt256 slotAt(long block, long slot) {
        return ledger.stateAt(block).orElseThrow().storage(TestChain.STORE, UInt256.of(slot));
    }

    @Test
    void leavesOutWhatCannotStart() {
        RecoveredTransaction good = TestChain.transfer(1, 0, STRANGER, UInt256.ONE);
        ExecutedBatch batch = execute(executor, good, good,
                TestChain.transfer(2, 7, STRANGER, UInt256.ONE),
                TestChain.transfer(9, 0, STRANGER, UInt256.ONE));
        assertThat(batch.block().orElseThrow().block().transactions()).containsExactly(good);
        assertThat(batch.skipped()).extracting(ExecutedBatch.Skipped::reason).containsExactly(
                TransactionRejection.NONCE_TOO_LOW, TransactionRejection.NONCE_TOO_HIGH,
                TransactionRejection.INSUFFICIENT_BALANCE);
        assertThat(batch.returned()).isEmpty();
    }

    @Test
    void givesBackWhatDoesNotFit() {
        BlockExecutor small = new BlockExecutor(new ChainRules(TestChain.CHAIN_ID,
                ForkSchedule.allFrom(Fork.OSAKA), FeeMode.FEE_BLIND, false, 50_000, BENEFICIARY),
                ledger.state());
        RecoveredTransaction third = TestChain.transfer(1, 2, STRANGER, UInt256.ONE);
        RecoveredTransaction fourth = TestChain.transfer(1, 3, STRANGER, UInt256.ONE);
        RecoveredTransaction huge = TestChain.store(2, 0, 1, 1);
        ExecutedBatch batch = execute(small, TestChain.transfer(1, 0, STRANGER, UInt256.ONE),
                TestChain.transfer(1, 1, STRANGER, UInt256.ONE), third, fourth, huge);
        assertThat(batch.returned()).containsExactly(third, fourth);
        assertThat(batch.skipped()).extracting(ExecutedBatch.Skipped::transaction)
                .containsExactly(huge);
        assertThat(batch.block().orElseThrow().block().header().gasUsed()).isEqualTo(42_000);
    }

    @Test
    void makesNoBlockWithoutTransactionUnlessAsked() {
        assertThat(execute(executor).block()).isEmpty();
        commit(execute(executor));
        assertThat(ledger.appliedSeq()).isEqualTo(1);
        assertThat(ledger.head().number()).isZero();
        ExecutedBatch empty = executor.execute(ledger.head(),
                new DecidedBatch(0, 2, 0, 1, Hash.ZERO,
                        List.of(), DecidedBatch.EmptyBlock.MADE),
                ledger::blockHash);
        commit(empty);
        assertThat(ledger.head().number()).isEqualTo(1);
        assertThat(ledger.headAfter(1)).contains(0L);
        assertThat(ledger.headAfter(2)).contains(1L);
    }

    /** EIP-2935: the parent's hash is in the history contract, in block 2 as in block 1. */
    @Test
    void callsTheSystemContracts() {
        commit(execute(executor, TestChain.transfer(1, 0, STRANGER, UInt256.ONE)));
        Hash first = ledger.head().hash();
        commit(execute(executor, TestChain.transfer(1, 1, STRANGER, UInt256.ONE)));
        Address history = Address.fromHex("0x0000f90827f1c53a10cb7a02335b175320002935");
        StateView state = ledger.stateAt(2).orElseThrow();
        assertThat(state.storage(history, UInt256.ZERO))
                .isEqualTo(ledger.header(0).map(BlockHeaderCodec::hash)
                        .orElseThrow().toUInt256());
        assertThat(state.storage(history, UInt256.ONE)).isEqualTo(first.toUInt256());
    }

    /** Two replicas that start from nothing make the same bytes; so does one that was given them as RLP. */
    @Test
    void isDeterministic() throws Exception {
        RecoveredTransaction[] batch = {TestChain.transfer(1, 0, STRANGER, UInt256.of(5)),
                TestChain.store(2, 0, 77, 9), TestChain.store(3, 0, 78, 9)};
        ExecutedBlock one = execute(executor, batch).block().orElseThrow();
        Ledger other = Ledger.open(new InMemoryKeyValueStore(), TestChain.genesis());
        ExecutedBlock two = new BlockExecutor(rules(FeeMode.FEE_BLIND), other.state())
                .execute(other.head(), new DecidedBatch(0, 1, 2, 5_250, Hash.EMPTY,
                        List.of(batch), DecidedBatch.EmptyBlock.OMITTED), other::blockHash)
                .block().orElseThrow();
        assertThat(two.block()).isEqualTo(one.block());
        assertThat(two.accessList().encode()).isEqualTo(one.accessList().encode());
        assertThat(BlockCodec.decode(BlockCodec.encode(one.block()))).isEqualTo(one.block());
    }

    /** eth_getProof: whoever knows the header can check an account, a slot, and their absence. */
    @Test
    void provesEveryState() {
        commit(execute(executor, TestChain.store(1, 0, 77, 9), TestChain.store(1, 1, 5, 10)));
        AccountProof proof = ledger.proof(TestChain.STORE,
                List.of(UInt256.of(9), UInt256.of(11)), 1).orElseThrow();
        Hash stateRoot = ledger.head().header().stateRoot();
        assertThat(MerkleProof.check(stateRoot, Keccak256.hash(TestChain.STORE.toArray()).toArray(),
                proof.nodes())).isInstanceOfSatisfying(MerkleProof.Verdict.Shown.class,
                        shown -> assertThat(shown.value()).isPresent());
        assertThat(proof.account()).map(Account::nonce).contains(1L);
        assertThat(slotShown(proof, 0)).contains(Bytes.of(77));
        assertThat(proof.slots().get(0).value()).isEqualTo(UInt256.of(77));
        assertThat(slotShown(proof, 1)).isEmpty();
        assertThat(ledger.proof(STRANGER, List.of(), 1).orElseThrow().account()).isEmpty();
        assertThat(ledger.proof(STRANGER, List.of(), 2)).isEmpty();
        commit(execute(executor, TestChain.store(1, 2, 0, 9)));
        assertThat(ledger.proof(TestChain.STORE, List.of(UInt256.of(9), UInt256.of(11)), 1))
                .contains(proof);
        assertThat(slotShown(ledger.proof(TestChain.STORE, List.of(UInt256.of(9)), 2)
                .orElseThrow(), 0)).isEmpty();
        AccountProof genesis = ledger.proof(TestChain.STORE, List.of(UInt256.of(9)), 0)
                .orElseThrow();
        assertThat(genesis.storageRoot()).isEqualTo(Hash.EMPTY_TRIE_ROOT);
        assertThat(genesis.slots().getFirst().nodes()).isEmpty();
    }

    private static Optional<Bytes> slotShown(AccountProof proof, int index) {
        AccountProof.SlotProof slot = proof.slots().get(index);
        MerkleProof.Verdict verdict = MerkleProof.check(proof.storageRoot(),
                Keccak256.hash(slot.key().toArray()).toArray(), slot.nodes());
        assertThat(verdict).isInstanceOf(MerkleProof.Verdict.Shown.class);
        return ((MerkleProof.Verdict.Shown) verdict).value();
    }

    @Test
    void chargesFeesWhereTheChainDoes() {
        BlockExecutor paid = new BlockExecutor(rules(FeeMode.EIP1559), ledger.state());
        ExecutedBatch batch = execute(paid, TestChain.transfer(1, 0, STRANGER, UInt256.ONE));
        UInt256 baseFee = batch.block().orElseThrow().block().header().baseFeePerGas()
                .orElseThrow();
        assertThat(baseFee).isEqualTo(UInt256.of(875_000_000)); // 1 gwei less an eighth
        commit(batch);
        UInt256 left = ledger.stateAt(1).orElseThrow().account(TestChain.address(1)).orElseThrow()
                .balance();
        assertThat(left).isEqualTo(TestChain.ETHER.times(UInt256.of(1000)).minus(UInt256.ONE)
                .minus(baseFee.plus(UInt256.ONE).times(UInt256.of(21_000))));
    }

    @Test
    void finalizedFollowsTheCertificates() {
        commit(execute(executor, TestChain.transfer(1, 0, STRANGER, UInt256.ONE)));
        commit(execute(executor, TestChain.transfer(1, 1, STRANGER, UInt256.ONE)));
        assertThat(ledger.finalizedNumber()).isZero();
        ledger.certify(1, Bytes.of(9));
        assertThat(ledger.finalizedNumber()).isEqualTo(1);
        ledger.certify(3, Bytes.of(9));
        assertThat(ledger.finalizedNumber()).isEqualTo(1);
        commit(execute(executor, TestChain.transfer(1, 2, STRANGER, UInt256.ONE)));
        assertThat(ledger.finalizedNumber()).isEqualTo(3);
        assertThat(ledger.blockCertificate(3)).contains(Bytes.of(9));
        assertThat(ledger.slot(2)).map(DecidedSlot::orderingState)
                .isEqualTo(Optional.of(Bytes.of(3)));
    }
}
