package io.quorate.node.members;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.evm.primitives.Address;
import io.quorate.node.OperatorException;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** Calls and errors of the members' contracts in words, whatever bytes somebody sends. */
class ContractWordsTest {
    private static final Address ACCOUNT = Address.ofLow(0xabcd);

    private static Bytes error(String signature, Abi.Value... arguments) {
        return Abi.call(signature, arguments);
    }

    @Test
    void wordsCallsByTheirArguments() {
        assertThat(AccountCalls.setRoles(ACCOUNT, 3, 5).name()).isEqualTo(
                "setRoles(account " + ACCOUNT + ", organisation 3, roles admin+sender)");
        assertThat(AccountCalls.setEnforced(3).name())
                .isEqualTo("setEnforced(enforced senders+deployers)");
        assertThat(SystemCall.addOrganisation("Bank", List.of(ACCOUNT, ACCOUNT)).name())
                .isEqualTo("addOrganisation(name \"Bank\", admins [" + ACCOUNT + ", " + ACCOUNT
                        + "])");
        assertThat(SystemCall.setQuorum(2, 3).name())
                .isEqualTo("setQuorum(numerator 2, denominator 3)");
    }

    @Test
    void aNameOnChainCannotForgeALine() {
        assertThat(SystemCall.renameOrganisation(2, "a\nproposes  nothing\u001b[2J\u202e").name())
                .isEqualTo("renameOrganisation(organisation 2, name \"a?proposes  nothing?[2J?\")");
    }

    @Test
    void explainsErrorsAlsoWithinActions() {
        Bytes tooMany = error("TooManyLeave(uint256,uint256)", Abi.number(2), Abi.number(1));

        assertThat(ContractWords.ofError(tooMany).orElseThrow())
                .startsWith("TooManyLeave(leaving 2, max 1): at most f validators");
        assertThat(ContractWords.ofError(error("ActionFailed(uint256,bytes)", Abi.number(1),
                Abi.bytes(tooMany))).orElseThrow())
                .startsWith("action 2 fails: TooManyLeave(leaving 2, max 1)");
        assertThat(ContractWords.ofError(error("NotAVoter(address)", Abi.address(ACCOUNT)))
                .orElseThrow()).startsWith("NotAVoter(caller " + ACCOUNT + "): this account is");
        assertThat(ContractWords.ofError(error("Error(string)", Abi.text("no"))))
                .contains("no");
    }

    @Test
    void everyErrorOfTheContractsHasAMeaning() {
        assertThat(ContractWords.errors()).hasSizeGreaterThan(40)
                .allMatch(ErrorMeanings::explains);
    }

    @Test
    void bytesThatAreNotWhatTheirSelectorPromisesStayBytes() {
        Bytes selector = Abi.selector("ActionFailed(uint256,bytes)");
        assertThat(ContractWords.ofError(selector)).isEmpty();
        assertThat(ContractWords.ofError(Bytes.EMPTY)).isEmpty();
        assertThat(ContractWords.ofError(Bytes.fromHexString("0x12345678"))).isEmpty();
        assertThat(ContractWords.ofError(Bytes.concatenate(selector, Bytes.repeat((byte) 255, 64))))
                .isEmpty();
        SystemCall cut = new SystemCall(SystemCall.PERMISSIONS,
                AccountCalls.setEnforced(1).data().slice(0, 20));
        assertThat(cut.name()).isEqualTo(SystemCall.PERMISSIONS + " " + cut.data().toHexString());
    }

    @Test
    void flagsAreNamed() {
        assertThat(Flags.ROLES.bits("--roles", List.of("sender", "admin"))).isEqualTo(5);
        assertThat(Flags.RULES.bits("--enforce", List.of("nothing"))).isZero();
        assertThat(Flags.ROLES.text(0)).isEqualTo("nothing");
        assertThat(Flags.ROLES.text(64)).isEqualTo("0x40");
        assertThatThrownBy(() -> Flags.ROLES.bits("--roles", List.of("king")))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("--roles: \"king\" is none of admin, deployer");
        assertThatThrownBy(() -> Flags.ROLES.bits("--roles", List.of("admin", "nothing")))
                .isInstanceOf(OperatorException.class);
    }
}
