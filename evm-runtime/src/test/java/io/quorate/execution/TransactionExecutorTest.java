package io.quorate.execution;

import static io.quorate.evm.Opcode.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.BlockHashLookup;
import io.quorate.evm.Bytecode;
import io.quorate.evm.Delegation;
import io.quorate.evm.ExecutionResult;
import io.quorate.evm.HaltReason;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.Tracer;
import io.quorate.execution.TransactionOutcome.Executed;
import io.quorate.execution.TransactionOutcome.Rejected;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.Signature;
import io.quorate.ledger.Transaction;
import io.quorate.state.FakeStateView;
import io.quorate.state.JournaledState;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

class TransactionExecutorTest {
    private static final Address SENDER = Address.ofLow(0x5e4de);
    private static final Address CONTRACT = Address.ofLow(0xc0de);
    private static final Address BENEFICIARY = Address.ofLow(0xbe4ef);
    private static final UInt256 CHAIN_ID = UInt256.of(1337);
    private static final long BLOCK_GAS = 60_000_000;
    private static final Signature SIGNATURE = new Signature(UInt256.ONE, UInt256.ONE, 0);
    private static final BlockContext BLOCK = new BlockContext(1, 1, BENEFICIARY, UInt256.ZERO,
            Hash.ZERO, BLOCK_GAS, UInt256.of(10), UInt256.ONE, BlockHashLookup.NONE);

    private final FakeStateView view = new FakeStateView();
    private final JournaledState state = new JournaledState(view);
    private final ExecutionRules plain = ExecutionRules.ethereum(Fork.OSAKA, CHAIN_ID);
    private final ExecutionRules feeBlind = new ExecutionRules(Fork.OSAKA, CHAIN_ID,
            FeeMode.FEE_BLIND, Optional.empty(), ExecutionRules.OSAKA_TRANSACTION_GAS_MAX);

    @Test
    void chargesTheSenderAndPaysTheTip() {
        view.account(SENDER, 0, UInt256.of(10_000_000));

        TransactionOutcome outcome = execute(plain, transfer(0, 12, 2, 21_000, UInt256.of(5)));

        assertThat(outcome).isInstanceOfSatisfying(Executed.class, executed -> {
            assertThat(executed.succeeded()).isTrue();
            assertThat(executed.gasUsed()).isEqualTo(21_000);
            assertThat(executed.effectiveGasPrice()).isEqualTo(UInt256.of(12));
        });
        assertThat(state.balance(SENDER)).isEqualTo(UInt256.of(10_000_000 - 12 * 21_000 - 5));
        assertThat(state.balance(BENEFICIARY)).isEqualTo(UInt256.of(2 * 21_000));
        assertThat(state.nonce(SENDER)).isEqualTo(1);
    }

    /** No balance beyond the value, a cap below the base fee, a tip above the cap: all is fine. */
    @Test
    void chargesNothingInFeeBlindMode() {
        view.account(SENDER, 0, UInt256.of(5));
        view.contract(CONTRACT, new Bytecode().op(GASPRICE).sstore(0).push(1).sstore(1).bytes());

        TransactionOutcome outcome = execute(feeBlind, transfer(0, 3, 9, 100_000, UInt256.of(5)));

        assertThat(outcome).isInstanceOfSatisfying(Executed.class, executed -> {
            assertThat(executed.succeeded()).isTrue();
            assertThat(executed.effectiveGasPrice()).isEqualTo(UInt256.ZERO);
        });
        assertThat(state.storage(CONTRACT, UInt256.ZERO)).isEqualTo(UInt256.ZERO);
        assertThat(state.storage(CONTRACT, UInt256.ONE)).isEqualTo(UInt256.ONE);
        assertThat(state.balance(SENDER)).isEqualTo(UInt256.ZERO);
        assertThat(state.changes().accounts()).doesNotContainKey(BENEFICIARY);
    }

    @Test
    void acceptsTheGreatestFeesInFeeBlindMode() {
        view.account(SENDER, 0, UInt256.ZERO);

        TransactionOutcome outcome = execute(feeBlind, transaction(0, UInt256.MAX, UInt256.MAX,
                21_000, Optional.of(CONTRACT), UInt256.ZERO, Bytes.EMPTY));

        assertThat(outcome).isInstanceOf(Executed.class);
    }

    @Test
    void stillNeedsTheValueInFeeBlindMode() {
        view.account(SENDER, 0, UInt256.of(4));

        assertThat(rejection(feeBlind, transfer(0, 0, 0, 21_000, UInt256.of(5))))
                .isEqualTo(TransactionRejection.INSUFFICIENT_BALANCE);
    }

    @Test
    void countsRefundsInFeeBlindMode() {
        view.account(SENDER, 0, UInt256.ZERO);
        view.contract(CONTRACT, new Bytecode().push(0).sstore(0).bytes());
        view.slot(CONTRACT, UInt256.ZERO, UInt256.ONE);

        TransactionOutcome outcome = execute(feeBlind, transfer(0, 0, 0, 100_000, UInt256.ZERO));

        // 21000 + PUSH1 + PUSH1 + SSTORE of a cold slot to zero (2100 + 2900), less 4800
        assertThat(outcome).isInstanceOfSatisfying(Executed.class, executed -> {
            assertThat(executed.gasRefunded()).isEqualTo(4800);
            assertThat(executed.gasUsed()).isEqualTo(26_006 - 4800);
        });
    }

    @Test
    void rejectsWhatCannotStartWithAReason() {
        view.account(SENDER, 3, UInt256.of(1_000_000));

        assertThat(rejection(plain, transfer(2, 10, 0, 21_000, UInt256.ZERO)))
                .isEqualTo(TransactionRejection.NONCE_TOO_LOW);
        assertThat(rejection(plain, transfer(4, 10, 0, 21_000, UInt256.ZERO)))
                .isEqualTo(TransactionRejection.NONCE_TOO_HIGH);
        assertThat(rejection(plain, transfer(3, 9, 0, 21_000, UInt256.ZERO)))
                .isEqualTo(TransactionRejection.FEE_CAP_BELOW_BASE_FEE);
        assertThat(rejection(plain, transfer(3, 10, 11, 21_000, UInt256.ZERO)))
                .isEqualTo(TransactionRejection.TIP_ABOVE_FEE_CAP);
        assertThat(rejection(plain, transfer(3, 10, 0, 20_999, UInt256.ZERO)))
                .isEqualTo(TransactionRejection.INTRINSIC_GAS_TOO_LOW);
        assertThat(rejection(plain, transfer(3, 10, 0, 1 << 24 | 1, UInt256.ZERO)))
                .isEqualTo(TransactionRejection.GAS_LIMIT_TOO_HIGH);
        assertThat(rejection(plain, transfer(3, 10, 0, 100_001, UInt256.ZERO)))
                .isEqualTo(TransactionRejection.INSUFFICIENT_BALANCE);
        assertThat(state.changes().accounts()).isEmpty();
    }

    @Test
    void refusesBlobsWhereTheRulesHaveNone() {
        view.account(SENDER, 0, UInt256.ZERO);
        Transaction blob = new Transaction.Blob(Optional.of(CHAIN_ID), 0, UInt256.ZERO,
                UInt256.ZERO,
                21_000, Optional.of(CONTRACT), UInt256.ZERO, Bytes.EMPTY, List.of(), UInt256.ONE,
                List.of(Hash.ZERO), SIGNATURE);

        assertThat(rejection(feeBlind, blob)).isEqualTo(TransactionRejection.TYPE_NOT_SUPPORTED);
    }

    @Test
    void refusesContractsAsSendersButNotDelegatedAccounts() {
        view.contract(SENDER, Bytes.of(0));
        assertThat(rejection(feeBlind, transfer(1, 0, 0, 21_000, UInt256.ZERO)))
                .isEqualTo(TransactionRejection.SENDER_NOT_EOA);

        FakeStateView delegated = new FakeStateView().contract(SENDER, Delegation.to(CONTRACT));
        TransactionOutcome outcome = new TransactionExecutor(feeBlind).execute(
                recovered(transfer(1, 0, 0, 21_000, UInt256.ZERO)), BLOCK,
                new JournaledState(delegated), BLOCK_GAS);

        assertThat(outcome).isInstanceOf(Executed.class);
    }

    @Test
    void executesAFailingTransactionAndTakesItsGas() {
        view.account(SENDER, 0, UInt256.of(10_000_000));
        view.contract(CONTRACT, new Bytecode().op(INVALID).bytes());

        TransactionOutcome outcome = execute(plain, transfer(0, 10, 0, 50_000, UInt256.of(5)));

        assertThat(outcome).isInstanceOfSatisfying(Executed.class, executed -> {
            assertThat(executed.succeeded()).isFalse();
            assertThat(executed.haltReason()).contains(HaltReason.INVALID_OPCODE);
            assertThat(executed.gasUsed()).isEqualTo(50_000);
        });
        assertThat(state.balance(CONTRACT)).isEqualTo(UInt256.ZERO);
        assertThat(state.nonce(SENDER)).isEqualTo(1);
    }

    @Test
    void callsWithoutNonceBalanceOrGasCap() {
        view.contract(CONTRACT, new Bytecode().op(GASPRICE).push(0).op(MSTORE).push(32).push(0)
                .op(RETURN).bytes());
        CallRequest request = new CallRequest(SENDER, Optional.of(CONTRACT), 1L << 40,
                UInt256.of(77), UInt256.ZERO, Bytes.EMPTY, List.of(), List.of(), List.of());

        TransactionOutcome outcome = new TransactionExecutor(plain).call(request, BLOCK, state,
                Tracer.NONE);

        assertThat(outcome).isInstanceOfSatisfying(Executed.class,
                executed -> assertThat(executed.output()).isEqualTo(UInt256.of(77).toBytes()));
    }

    @Test
    void refusesACallThatSendsMoreThanThereIs() {
        CallRequest request = CallRequest.of(SENDER, CONTRACT, UInt256.ONE, Bytes.EMPTY, 100_000);

        assertThat(new TransactionExecutor(plain).call(request, BLOCK, state, Tracer.NONE))
                .isInstanceOfSatisfying(Rejected.class, rejected -> assertThat(rejected.reason())
                        .isEqualTo(TransactionRejection.INSUFFICIENT_BALANCE));
    }

    @Test
    void callsSystemContractsFromTheSystemAddress() {
        view.contract(CONTRACT, new Bytecode().op(CALLER).sstore(0).bytes());
        TransactionExecutor executor = new TransactionExecutor(plain);

        ExecutionResult result = executor.systemCall(CONTRACT, Bytes.EMPTY, BLOCK, state);
        ExecutionResult absent = executor.systemCall(SENDER, Bytes.EMPTY, BLOCK, state);

        assertThat(result).isInstanceOf(ExecutionResult.Success.class);
        assertThat(absent).isInstanceOf(ExecutionResult.Success.class);
        assertThat(state.storage(CONTRACT, UInt256.ZERO))
                .isEqualTo(UInt256.fromHex("0xfffffffffffffffffffffffffffffffffffffffe"));
        assertThat(state.changes().accounts()).containsOnlyKeys(CONTRACT);
    }

    private TransactionOutcome execute(ExecutionRules rules, Transaction transaction) {
        return new TransactionExecutor(rules).execute(recovered(transaction), BLOCK, state,
                BLOCK_GAS);
    }

    private TransactionRejection rejection(ExecutionRules rules, Transaction transaction) {
        return ((Rejected) execute(rules, transaction)).reason();
    }

    private static RecoveredTransaction recovered(Transaction transaction) {
        return new RecoveredTransaction(transaction, SENDER, Hash.ZERO, Bytes.EMPTY);
    }

    private static Transaction transfer(long nonce, long feeCap, long tip, long gas,
            UInt256 value) {
        return transaction(nonce, UInt256.of(feeCap), UInt256.of(tip), gas, Optional.of(CONTRACT),
                value, Bytes.EMPTY);
    }

    private static Transaction transaction(long nonce, UInt256 feeCap, UInt256 tip, long gas,
            Optional<Address> to, UInt256 value, Bytes data) {
        return new Transaction.DynamicFee(Optional.of(CHAIN_ID), nonce, tip, feeCap, gas, to, value,
                data, List.of(), SIGNATURE);
    }
}
