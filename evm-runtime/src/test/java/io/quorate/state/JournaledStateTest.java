package io.quorate.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.evm.LogEntry;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JournaledStateTest {
    private static final Address ALICE = Address.ofLow(0xa11ce);
    private static final Address BOB = Address.ofLow(0xb0b);
    private static final UInt256 KEY = UInt256.of(1);

    private final FakeStateView view = new FakeStateView().account(ALICE, 5, UInt256.of(100))
            .contract(BOB, Bytes.of(0)).slot(BOB, KEY, UInt256.of(7));
    private final JournaledState state = new JournaledState(view);

    @BeforeEach
    void begin() {
        state.beginTransaction();
    }

    @Test
    void revertsEveryKindOfChange() {
        int mark = state.mark();
        state.addBalance(BOB, UInt256.of(3));
        state.subtractBalance(ALICE, UInt256.of(3));
        state.setNonce(ALICE, 6);
        state.setCode(ALICE, Bytes.of(1, 2));
        state.setStorage(BOB, KEY, UInt256.of(9));
        state.setTransientStorage(BOB, KEY, UInt256.of(9));
        state.warmAddress(ALICE);
        state.warmSlot(BOB, KEY);
        state.selfDestruct(BOB);
        state.createContract(ALICE);
        state.addLog(new LogEntry(BOB, List.of(), Bytes.EMPTY));
        state.addRefund(10);

        state.revertTo(mark);

        assertThat(state.balance(ALICE)).isEqualTo(UInt256.of(100));
        assertThat(state.nonce(ALICE)).isEqualTo(5);
        assertThat(state.code(ALICE)).isEqualTo(Bytes.EMPTY);
        assertThat(state.storage(BOB, KEY)).isEqualTo(UInt256.of(7));
        assertThat(state.transientStorage(BOB, KEY)).isEqualTo(UInt256.ZERO);
        assertThat(state.warmAddress(ALICE)).isTrue();
        assertThat(state.warmSlot(BOB, KEY)).isTrue();
        assertThat(state.selfDestruct(BOB)).isTrue();
        assertThat(state.isCreatedInTransaction(ALICE)).isFalse();
        assertThat(state.logs()).isEmpty();
        assertThat(state.refund()).isZero();
        state.revertTo(mark);
        state.endTransaction(Fork.OSAKA);
        assertThat(state.changes().accounts()).isEmpty();
    }

    @Test
    void measuresOriginalValuesPerTransaction() {
        state.setStorage(BOB, KEY, UInt256.of(8));
        assertThat(state.originalStorage(BOB, KEY)).isEqualTo(UInt256.of(7));

        state.endTransaction(Fork.OSAKA);
        state.beginTransaction();

        assertThat(state.originalStorage(BOB, KEY)).isEqualTo(UInt256.of(8));
        assertThat(state.warmSlot(BOB, KEY)).isTrue();
    }

    @Test
    void reportsFinalValuesOnly() {
        state.setStorage(BOB, KEY, UInt256.of(8));
        state.setStorage(BOB, UInt256.of(2), UInt256.of(3));
        state.endTransaction(Fork.OSAKA);
        state.beginTransaction();
        state.setStorage(BOB, KEY, UInt256.of(7));
        state.setStorage(BOB, UInt256.of(2), UInt256.ZERO);
        state.setStorage(BOB, UInt256.of(3), UInt256.of(4));
        state.endTransaction(Fork.OSAKA);

        StateChanges.AccountChange change = state.changes().accounts().get(BOB);

        assertThat(change.storage()).containsOnlyKeys(UInt256.of(3));
        assertThat(change.storageCleared()).isFalse();
    }

    @Test
    void removesDestructedAccountsWithTheirStorage() {
        state.selfDestruct(BOB);
        state.endTransaction(Fork.PARIS);

        StateChanges.AccountChange change = state.changes().accounts().get(BOB);

        assertThat(change.after()).isEmpty();
        assertThat(change.storageCleared()).isTrue();
        assertThat(state.storage(BOB, KEY)).isEqualTo(UInt256.ZERO);
        assertThat(state.hasStorage(BOB)).isFalse();
    }

    @Test
    void startsFromNothingWhereAnAccountComesBack() {
        state.selfDestruct(BOB);
        state.endTransaction(Fork.PARIS);
        state.beginTransaction();
        state.setCode(BOB, Bytes.of(9));
        state.setStorage(BOB, UInt256.of(5), UInt256.ONE);
        state.endTransaction(Fork.PARIS);

        StateChanges changes = state.changes();
        StateChanges.AccountChange change = changes.accounts().get(BOB);

        assertThat(change.storageCleared()).isTrue();
        assertThat(change.storage()).containsOnlyKeys(UInt256.of(5));
        assertThat(change.after().map(Account::codeHash))
                .isEqualTo(Optional.of(Keccak256.hash(Bytes.of(9))));
        assertThat(changes.newCode()).containsValue(Bytes.of(9));
    }

    @Test
    void keepsEmptyAccountsUntilEip158() {
        Address nobody = Address.ofLow(0xdead);
        state.touch(nobody);
        state.endTransaction(Fork.HOMESTEAD);
        assertThat(state.exists(nobody)).isTrue();
        assertThat(state.changes().accounts()).containsKey(nobody);

        state.beginTransaction();
        state.touch(nobody);
        state.endTransaction(Fork.SPURIOUS_DRAGON);

        assertThat(state.exists(nobody)).isFalse();
        assertThat(state.changes().accounts()).isEmpty();
    }

    @Test
    void neverTakesABalanceBelowZero() {
        assertThatThrownBy(() -> state.subtractBalance(ALICE, UInt256.of(101)))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("0x65");
    }
}
