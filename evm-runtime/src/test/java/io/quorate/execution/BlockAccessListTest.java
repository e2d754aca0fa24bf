package io.quorate.execution;

import static io.quorate.evm.Opcode.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.BlockHashLookup;
import io.quorate.evm.Bytecode;
import io.quorate.evm.ContractAddress;
import io.quorate.evm.Delegation;
import io.quorate.evm.crypto.EcdsaSignature;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.crypto.Secp256k1;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.evm.rlp.RlpReader;
import io.quorate.evm.rlp.RlpWriter;
import io.quorate.ledger.AccessListEntry;
import io.quorate.ledger.Authorization;
import io.quorate.ledger.BlockAccessList;
import io.quorate.ledger.BlockAccessList.AccountAccess;
import io.quorate.ledger.BlockAccessList.Change;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.Signature;
import io.quorate.ledger.Transaction;
import io.quorate.state.FakeStateView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** The cases that EIP-7928 names, one by one. */
class BlockAccessListTest {
    private static final Address SENDER = Address.ofLow(0x5e4de);
    private static final Address CONTRACT = Address.ofLow(0xc0de);
    private static final Address CALLEE = Address.ofLow(0xca11ee);
    private static final Address OTHER = Address.ofLow(0x07e4);
    private static final Address BENEFICIARY = Address.ofLow(0xbe4ef);
    private static final Address IDENTITY = Address.ofLow(4);
    private static final Address BEACON_ROOTS = Address
            .fromHex("0x000f3df6d732807ef1319fb7b8bb8522d0beac02");
    private static final Address WITHDRAWAL_REQUESTS = Address
            .fromHex("0x00000961ef480eb55e80d19ad83579a64c007002");
    private static final UInt256 CHAIN_ID = UInt256.of(1337);
    private static final long GAS = 1_000_000;
    private static final BlockContext BLOCK = new BlockContext(1, 1, BENEFICIARY, UInt256.ZERO,
            Hash.ZERO, 60_000_000, UInt256.of(10), UInt256.ONE, BlockHashLookup.NONE);

    private final FakeStateView view = new FakeStateView().account(SENDER, 0,
            UInt256.of(1_000_000_000));
    private List<AccessListEntry> accessList = List.of();
    private List<Authorization> authorizations = List.of();
    private UInt256 value = UInt256.ZERO;
    private Bytes data = Bytes.EMPTY;
    private ExecutionRules rules = ExecutionRules.ethereum(Fork.OSAKA, CHAIN_ID);

    @Test
    void keepsWhatARevertedCallLookedAt() {
        view.contract(CALLEE, new Bytecode().push(5).op(SLOAD, POP).push(7).sstore(6).push(OTHER)
                .op(BALANCE, POP).push(0).push(0).op(REVERT).bytes());

        BlockAccessList list = run(call(CALLEE, 0, 100_000).op(STOP));

        assertThat(list.accounts().get(CALLEE).reads()).containsExactly(UInt256.of(5),
                UInt256.of(6));
        assertThat(list.accounts().get(CALLEE).slots()).isEmpty();
        assertThat(isUnchanged(list, OTHER)).isTrue();
    }

    @Test
    void listsAWriteOfTheSameValueAsARead() {
        view.slot(CONTRACT, UInt256.ONE, UInt256.of(5));
        view.slot(CONTRACT, UInt256.of(2), UInt256.of(6));

        BlockAccessList list = run(new Bytecode().push(5).sstore(1).push(9).sstore(2).push(6)
                .sstore(2).push(8).sstore(3).op(STOP));

        AccountAccess contract = list.accounts().get(CONTRACT);
        assertThat(contract.reads()).containsExactly(UInt256.ONE, UInt256.of(2));
        assertThat(contract.slots()).containsOnlyKeys(UInt256.of(3));
        assertThat(contract.slots().get(UInt256.of(3)))
                .containsExactly(new Change<>(1, UInt256.of(8)));
    }

    /** A slot is read in one transaction and written in the other: it is written. */
    @Test
    void listsASlotOnceForTheBlock() {
        BlockAccessList list = run(new Bytecode().push(1).op(SLOAD).push(1).op(ADD).push(1)
                .op(SSTORE, STOP), 2);

        AccountAccess contract = list.accounts().get(CONTRACT);
        assertThat(contract.reads()).isEmpty();
        assertThat(contract.slots().get(UInt256.ONE)).containsExactly(
                new Change<>(1, UInt256.ONE), new Change<>(2, UInt256.of(2)));
        assertThat(list.accounts().get(SENDER).nonces()).containsExactly(new Change<>(1, 1L),
                new Change<>(2, 2L));
    }

    /** The callee gets 3 wei and sends them back; the contract keeps what came with the transaction. */
    @Test
    void leavesOutABalanceThatIsAsBefore() {
        view.contract(CALLEE, call(CONTRACT, 3, 0).op(STOP).bytes());
        value = UInt256.of(3);
        data = Bytes.of(1);
        int end = 41;
        Bytecode code = new Bytecode().op(CALLDATASIZE, ISZERO).push(end).op(JUMPI);
        for (byte b : call(CALLEE, 3, 50_000).op(STOP, JUMPDEST, STOP).bytes().toArray()) {
            code.op(b);
        }

        BlockAccessList list = run(code);

        assertThat(isUnchanged(list, CALLEE)).isTrue();
        assertThat(list.accounts().get(CONTRACT).balances())
                .containsExactly(new Change<>(1, UInt256.of(3)));
    }

    @Test
    void listsAContractThatIsGoneAgainByItsReads() {
        Address created = ContractAddress.of(SENDER, 0);
        Bytes initcode = new Bytecode().push(4).sstore(1).push(2).op(SLOAD, POP).push(OTHER)
                .op(SELFDESTRUCT).bytes();

        BlockAccessList list = run(List.of(transaction(0, Optional.empty(), initcode, 12)));

        AccountAccess gone = list.accounts().get(created);
        assertThat(gone.reads()).containsExactly(UInt256.ONE, UInt256.of(2));
        assertThat(gone.slots()).isEmpty();
        assertThat(gone.nonces()).isEmpty();
        assertThat(gone.codes()).isEmpty();
        assertThat(gone.balances()).isEmpty();
        assertThat(isUnchanged(list, OTHER)).isTrue();
    }

    @Test
    void givesSystemCallsTheIndexesAroundTheTransactions() {
        view.contract(BEACON_ROOTS, new Bytecode().push(7).sstore(1).op(STOP).bytes());
        view.contract(WITHDRAWAL_REQUESTS, new Bytecode().push(8).sstore(2).op(STOP).bytes());

        BlockAccessList list = run(new Bytecode().op(STOP), 2);

        assertThat(list.accounts().get(BEACON_ROOTS).slots().get(UInt256.ONE))
                .containsExactly(new Change<>(0, UInt256.of(7)));
        assertThat(list.accounts().get(WITHDRAWAL_REQUESTS).slots().get(UInt256.of(2)))
                .containsExactly(new Change<>(3, UInt256.of(8)));
        assertThat(list.accounts()).doesNotContainKey(
                Address.fromHex("0xfffffffffffffffffffffffffffffffffffffffe"));
    }

    @Test
    void listsPrecompilesAndTheBeneficiary() {
        BlockAccessList list = run(call(IDENTITY, 0, 1000).op(STOP));
        assertThat(isUnchanged(list, IDENTITY)).isTrue();
        assertThat(list.accounts().get(BENEFICIARY).balances()).hasSize(1);

        list = run(List.of(transaction(0, Optional.of(CONTRACT), Bytes.EMPTY, 10)));
        assertThat(isUnchanged(list, BENEFICIARY)).isTrue(); // a tip of nothing

        rules = new ExecutionRules(Fork.OSAKA, CHAIN_ID, FeeMode.FEE_BLIND, Optional.empty(),
                Long.MAX_VALUE);
        assertThat(run(new Bytecode().op(STOP)).accounts()).containsOnlyKeys(SENDER, CONTRACT);
    }

    @Test
    void listsADelegateOnlyWhereItsCodeRuns() {
        Bytes key = Keccak256.hash(Bytes.of(1)).bytes();
        Address authority = Secp256k1.addressOf(Secp256k1.publicKey(key));
        authorizations = List.of(authorization(key, OTHER));
        view.contract(OTHER, new Bytecode().op(STOP).bytes());

        BlockAccessList list = run(new Bytecode().op(STOP));
        assertThat(list.accounts()).doesNotContainKey(OTHER);
        assertThat(list.accounts().get(authority).codes())
                .containsExactly(new Change<>(1, Delegation.to(OTHER)));
        assertThat(list.accounts().get(authority).nonces()).containsExactly(new Change<>(1, 1L));

        list = run(call(authority, 0, 50_000).op(STOP));
        assertThat(isUnchanged(list, OTHER)).isTrue();

        view.account(authority, 9, UInt256.ZERO); // the authorization's nonce is wrong
        list = run(new Bytecode().op(STOP));
        assertThat(isUnchanged(list, authority)).isTrue();
    }

    @Test
    void listsOnlyWhatWasPaidFor() {
        view.contract(CALLEE, new Bytecode().push(OTHER).op(BALANCE).bytes());
        assertThat(run(call(CALLEE, 0, 2000).op(STOP)).accounts()).containsKey(CALLEE)
                .doesNotContainKey(OTHER);

        view.contract(CALLEE, new Bytecode().push(1 << 20).push(0).push(0).push(OTHER)
                .op(EXTCODECOPY).bytes());
        assertThat(run(call(CALLEE, 0, 10_000).op(STOP)).accounts()).doesNotContainKey(OTHER);

        view.contract(CALLEE, call(OTHER, 1, 0).bytes());
        assertThat(run(call(CALLEE, 0, 5_000).op(STOP)).accounts()).doesNotContainKey(OTHER);

        accessList = List.of(new AccessListEntry(OTHER, List.of(Hash.ZERO)));
        assertThat(run(new Bytecode().op(STOP)).accounts()).doesNotContainKey(OTHER);
    }

    @Test
    void listsTheTargetOfACreationThatFails() {
        Bytes initcode = new Bytecode().op(INVALID).bytes();
        Bytecode code = new Bytecode().push(initcode.toUnsignedBigInteger()).push(0).op(MSTORE)
                .push(1).push(31).push(0).op(CREATE, STOP);

        BlockAccessList list = run(code);

        assertThat(isUnchanged(list, ContractAddress.of(CONTRACT, 1))).isTrue();
        assertThat(list.accounts().get(CONTRACT).nonces()).containsExactly(new Change<>(1, 2L));
    }

    @Test
    void encodesAsTheProposalSays() throws DecodeException {
        assertThat(BlockAccessList.EMPTY.encode()).isEqualTo(Bytes.of(0xc0));
        assertThat(BlockAccessList.EMPTY.hash()).isEqualTo(Hash.fromHex(
                "0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347"));

        RlpReader list = new RlpReader(run(new Bytecode().push(5).op(SLOAD, POP).push(8)
                .sstore(3).op(STOP)).encode()).readList();
        RlpReader contract = list.readList();
        assertThat(contract.readAddress()).isEqualTo(CONTRACT);
        assertThat(contract.readRaw()).isEqualTo(Bytes.fromHexString("0xc6c503c3c20108"));
        assertThat(contract.readRaw()).isEqualTo(Bytes.fromHexString("0xc105"));
        assertThat(contract.readRaw()).isEqualTo(Bytes.of(0xc0));
        assertThat(contract.readRaw()).isEqualTo(Bytes.of(0xc0));
        assertThat(contract.readRaw()).isEqualTo(Bytes.of(0xc0));
        contract.requireEnd();
        assertThat(list.readList().readAddress()).isEqualTo(SENDER);
        assertThat(list.readList().readAddress()).isEqualTo(BENEFICIARY);
        list.requireEnd();
    }

    private static boolean isUnchanged(BlockAccessList list, Address address) {
        AccountAccess access = list.accounts().get(address);
        return access != null && access.slots().isEmpty() && access.balances().isEmpty()
                && access.nonces().isEmpty() && access.codes().isEmpty();
    }

    private static Bytecode call(Address to, long value, long gas) {
        return new Bytecode().push(0).push(0).push(0).push(0).push(value).push(to).push(gas)
                .op(CALL);
    }

    private BlockAccessList run(Bytecode code) {
        return run(code, 1);
    }

    /** Calls the contract with this code so many times, in as many transactions. */
    private BlockAccessList run(Bytecode code, int times) {
        view.contract(CONTRACT, code.bytes());
        List<RecoveredTransaction> transactions = new ArrayList<>();
        for (int nonce = 0; nonce < times; nonce++) {
            transactions.add(transaction(nonce, Optional.of(CONTRACT), data, 12));
        }
        return run(transactions);
    }

    private BlockAccessList run(List<RecoveredTransaction> transactions) {
        BatchRun run = new BatchRun(new TransactionExecutor(rules), BLOCK, view,
                BLOCK.gasLimit(), Long.MAX_VALUE);
        run.begin(Hash.ZERO, Hash.ZERO);
        transactions.forEach(run::add);
        assertThat(run.skipped()).isEmpty();
        run.finish();
        return run.accessList();
    }

    private RecoveredTransaction transaction(long nonce, Optional<Address> to, Bytes input,
            long maxFeePerGas) {
        Signature signature = new Signature(UInt256.ONE, UInt256.ONE, 0);
        UInt256 cap = UInt256.of(maxFeePerGas);
        Transaction transaction = authorizations.isEmpty()
                ? new Transaction.DynamicFee(Optional.of(CHAIN_ID), nonce, UInt256.of(2), cap, GAS,
                        to, value, input, accessList, signature)
                : new Transaction.SetCode(Optional.of(CHAIN_ID), nonce, UInt256.of(2), cap, GAS,
                        to, value, input, accessList, authorizations, signature);
        return new RecoveredTransaction(transaction, SENDER, Hash.ZERO, Bytes.EMPTY);
    }

    private static Authorization authorization(Bytes key, Address target) {
        Bytes tuple = Bytes.concatenate(Bytes.of(5), new RlpWriter().startList().write(CHAIN_ID)
                .write(target).write(0L).endList().toBytes());
        EcdsaSignature signature = Secp256k1.sign(Keccak256.hash(tuple), key);
        return new Authorization(CHAIN_ID, target, 0, signature.yParity(), signature.r(),
                signature.s());
    }
}
