package io.quorate.execution;

import static io.quorate.execution.RuleSlots.ADMIN;
import static io.quorate.execution.RuleSlots.AUDITOR;
import static io.quorate.execution.RuleSlots.DEPLOYER;
import static io.quorate.execution.RuleSlots.NODE;
import static io.quorate.execution.RuleSlots.SENDER;
import static io.quorate.execution.RuleSlots.SUSPENDED;
import static io.quorate.execution.TransactionRejection.ACCOUNT_SUSPENDED;
import static io.quorate.execution.TransactionRejection.CALL_NOT_PERMITTED;
import static io.quorate.execution.TransactionRejection.DEPLOYMENT_NOT_PERMITTED;
import static io.quorate.execution.TransactionRejection.SENDER_NOT_PERMITTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.CallRules;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.ledger.Ledger;
import io.quorate.state.StateView;
import io.quorate.state.storage.InMemoryKeyValueStore;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each rule of docs/spec/members.md, "What execution enforces", over storage as it is laid out there. */
class PermissionsTest {
    private static final Address STRANGER = Address.ofLow(0x57);
    private static final Address ADMINISTRATOR = Address.ofLow(0xad);
    private static final Address NODE_ACCOUNT = Address.ofLow(0x90de);
    private static final Address MAKER = Address.ofLow(0xde);
    private static final Address PAYER = Address.ofLow(0x5e);
    private static final Address BOTH = Address.ofLow(0xb0);
    private static final Address EXAMINER = Address.ofLow(0xa0);
    private static final Address SUSPENDED_PAYER = Address.ofLow(0x50);
    private static final Address SUSPENDED_ADMIN = Address.ofLow(0x51);
    private static final Address OF_SUSPENDED = Address.ofLow(0x52);
    private static final Address VAULT = Address.ofLow(0xc0_0001);
    private static final Address PLAIN = Address.ofLow(0xc0_0002);
    private static final Optional<Address> CREATION = Optional.empty();

    private static Permissions permissions(int enforced) {
        return Permissions.at(state(enforced));
    }

    private static StateView state(int enforced) {
        RuleSlots slots = new RuleSlots().enforce(enforced).organisation(7, 1)
                .organisation(8, 2).organisation(1_000_000, 1).account(ADMINISTRATOR, 7, ADMIN, 0)
                .account(NODE_ACCOUNT, 7, 0, NODE).account(MAKER, 7, DEPLOYER, 0)
                .account(PAYER, 7, SENDER, 0).account(BOTH, 1_000_000, SENDER | DEPLOYER, 0)
                .account(EXAMINER, 7, SENDER | AUDITOR, 0)
                .account(SUSPENDED_PAYER, 7, SENDER | DEPLOYER | AUDITOR, SUSPENDED)
                .account(SUSPENDED_ADMIN, 7, ADMIN, SUSPENDED)
                .account(OF_SUSPENDED, 8, SENDER | DEPLOYER, 0).restrict(VAULT, AUDITOR)
                .list(VAULT, BOTH).list(VAULT, STRANGER);
        return Ledger.open(new InMemoryKeyValueStore(),
                ParallelWorkload.genesis(Fork.OSAKA, slots.allocations())).stateAt(0)
                .orElseThrow();
    }

    private static Optional<TransactionRejection> refusal(int enforced, Address sender,
            Optional<Address> to) {
        return permissions(enforced).refusal(sender, to).map(TransactionOutcome.Rejected::reason);
    }

    @Test
    void refusesNothingWithoutContractOrRules() {
        StateView without = Ledger.open(new InMemoryKeyValueStore(),
                ParallelWorkload.genesis(Fork.OSAKA)).stateAt(0).orElseThrow();
        assertThat(Permissions.at(without)).isSameAs(Permissions.NONE);
        assertThat(permissions(0)).isSameAs(Permissions.NONE);
        assertThat(permissions(8).isEnforced()).isFalse(); // readers are no matter of blocks
        assertThat(Permissions.NONE.refusal(STRANGER, CREATION)).isEmpty();
        assertThat(Permissions.NONE.guardOf(STRANGER)).isSameAs(CallRules.NONE);
    }

    @Test
    void letsSendersSend() {
        Optional<Address> to = Optional.of(PLAIN);
        assertThat(refusal(1, PAYER, to)).isEmpty();
        assertThat(refusal(1, BOTH, to)).isEmpty();
        assertThat(refusal(1, STRANGER, to)).contains(SENDER_NOT_PERMITTED);
        assertThat(refusal(1, MAKER, to)).contains(SENDER_NOT_PERMITTED);
        assertThat(refusal(1, ADMINISTRATOR, to)).contains(SENDER_NOT_PERMITTED);
        assertThat(refusal(1, SUSPENDED_PAYER, to)).contains(ACCOUNT_SUSPENDED);
        assertThat(refusal(1, OF_SUSPENDED, to)).contains(ACCOUNT_SUSPENDED);
        assertThat(refusal(2, STRANGER, to)).isEmpty();
        assertThat(refusal(4, STRANGER, to)).isEmpty();
    }

    @Test
    void letsDeployersDeploy() {
        assertThat(refusal(2, MAKER, CREATION)).isEmpty();
        assertThat(refusal(2, BOTH, CREATION)).isEmpty();
        assertThat(refusal(2, PAYER, CREATION)).contains(DEPLOYMENT_NOT_PERMITTED);
        assertThat(refusal(3, PAYER, CREATION)).contains(DEPLOYMENT_NOT_PERMITTED);
        assertThat(refusal(2, STRANGER, CREATION)).contains(DEPLOYMENT_NOT_PERMITTED);
        assertThat(refusal(2, SUSPENDED_PAYER, CREATION)).contains(ACCOUNT_SUSPENDED);
        assertThat(refusal(2, OF_SUSPENDED, CREATION)).contains(ACCOUNT_SUSPENDED);
        // With senders alone enforced, to deploy is to send.
        assertThat(refusal(1, PAYER, CREATION)).isEmpty();
        assertThat(refusal(1, MAKER, CREATION)).isEmpty();
        assertThat(refusal(1, STRANGER, CREATION)).contains(DEPLOYMENT_NOT_PERMITTED);
        assertThat(refusal(4, STRANGER, CREATION)).isEmpty();
    }

    @Test
    void letsThoseCallARestrictedContractThatMay() {
        Optional<Address> to = Optional.of(VAULT);
        assertThat(refusal(4, EXAMINER, to)).isEmpty();
        assertThat(refusal(4, BOTH, to)).isEmpty();
        assertThat(refusal(4, STRANGER, to)).isEmpty(); // listed, and senders are not enforced
        assertThat(refusal(5, STRANGER, to)).contains(SENDER_NOT_PERMITTED);
        assertThat(refusal(4, PAYER, to)).contains(CALL_NOT_PERMITTED);
        assertThat(refusal(5, PAYER, to)).contains(CALL_NOT_PERMITTED);
        assertThat(refusal(4, ADMINISTRATOR, to)).contains(CALL_NOT_PERMITTED);
        assertThat(refusal(4, SUSPENDED_PAYER, to)).contains(ACCOUNT_SUSPENDED);
        assertThat(refusal(3, PAYER, to)).isEmpty();
    }

    @Test
    void neverLocksOutWhoCanChangeTheRules() {
        for (Address system : List.of(RuleSlots.REGISTRY, RuleSlots.PERMISSIONS,
                Address.ofLow(0x5102))) {
            Optional<Address> to = Optional.of(system);
            assertThat(refusal(15, ADMINISTRATOR, to)).isEmpty();
            assertThat(refusal(15, SUSPENDED_ADMIN, to)).isEmpty();
            assertThat(refusal(15, NODE_ACCOUNT, to)).isEmpty();
            assertThat(refusal(15, MAKER, to)).contains(SENDER_NOT_PERMITTED);
        }
        assertThat(refusal(15, ADMINISTRATOR, Optional.of(Address.ofLow(0x5110)))).isPresent();
        assertThat(refusal(15, ADMINISTRATOR, CREATION)).contains(DEPLOYMENT_NOT_PERMITTED);
    }

    @Test
    void guardsWhatATransactionDoes() {
        CallRules payer = permissions(7).guardOf(PAYER);
        assertThat(payer.mayCreate()).isFalse();
        assertThat(payer.mayCall(PLAIN, VAULT, 0)).isFalse();
        assertThat(payer.mayCall(PLAIN, PLAIN, 0)).isTrue();
        // What a system contract's proxy runs can be restricted by nobody.
        assertThat(payer.mayCall(RuleSlots.PERMISSIONS, VAULT, 0)).isTrue();
        CallRules both = permissions(7).guardOf(BOTH);
        assertThat(both.mayCreate()).isTrue();
        assertThat(both.mayCall(PLAIN, VAULT, 0)).isTrue();
        assertThat(permissions(4).guardOf(PAYER).mayCreate()).isTrue();
        assertThat(permissions(2).guardOf(PAYER).mayCall(PLAIN, VAULT, 0)).isTrue();
        assertThat(permissions(1).guardOf(STRANGER)).isSameAs(CallRules.NONE);
    }

    @Test
    void listsWhoMaySend() {
        assertThat(Permissions.sendersAt(state(1)).orElseThrow()).containsExactly(PAYER, EXAMINER,
                BOTH);
        assertThat(Permissions.sendersAt(state(6))).isEmpty();
    }

    @Test
    void saysWhyInWords() {
        assertThat(permissions(1).refusal(STRANGER, Optional.of(PLAIN)).orElseThrow().message())
                .isEqualTo("sender not permitted: account " + STRANGER
                        + " may not send transactions on this chain: it does not have the role"
                        + " sender");
        assertThat(permissions(2).refusal(PAYER, CREATION).orElseThrow().message())
                .startsWith("deployment not permitted: account " + PAYER);
        assertThat(permissions(4).refusal(PAYER, Optional.of(VAULT)).orElseThrow().message())
                .startsWith("call not permitted: contract " + VAULT);
        assertThat(permissions(1).refusal(OF_SUSPENDED, CREATION).orElseThrow().message())
                .startsWith("account suspended: " + OF_SUSPENDED).contains("organisation 8");
    }
}
