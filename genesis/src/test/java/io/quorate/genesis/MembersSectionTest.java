package io.quorate.genesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.contracts.SystemContracts;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** {@code quorate.members} and the contracts that {@code alloc} holds for it. */
class MembersSectionTest {
    private static final Address REGISTRY = Address
            .fromHex(SystemContracts.registry().proxy().address());

    private static String json() {
        return GenesisBuilder.forChain(5)
                .quorate(MembersFixture.config().withMembers(MembersFixture.members())).toJson();
    }

    @Test
    void whatTheBuilderWritesReadsBackEqual() {
        Members members = new Members(
                List.of(account(0, Set.of(Members.Role.values())), account(1, admin()),
                        account(2, admin()), account(3, admin()),
                        new Members.Account("observers only", Address.ofLow(77), admin())),
                Set.of(Members.Rule.SENDERS, Members.Rule.READERS), 3, 4, 7_200);
        QuorateConfig config = MembersFixture.config().withMembers(members);

        Genesis genesis = GenesisBuilder.forChain(5).quorate(config).build();

        assertThat(genesis.quorate()).isEqualTo(config);
        assertThat(genesis.accounts()).containsKeys(Address.ofLow(0x5100), Address.ofLow(0x5101),
                Address.ofLow(0x5102), Address.ofLow(0x5103), Address.ofLow(0x5110),
                Address.ofLow(0x5111),
                Address.ofLow(0x5112));
        assertThat(genesis.accounts().get(Address.ofLow(0x5101)).storage().get(UInt256.ZERO))
                .as("senders and readers, and what organisations do alone")
                .isEqualTo(UInt256.of(0x0309));
        assertThat(genesis.accounts().get(Address.ofLow(0x5102)).storage().get(UInt256.ZERO))
                .isEqualTo(UInt256.of(3 | 4 << 8 | 7_200L << 16));
    }

    private static Members.Account account(int k, Set<Members.Role> roles) {
        return new Members.Account("organisation " + k, Address.ofLow(100L + k), roles);
    }

    private static Set<Members.Role> admin() {
        return Set.of(Members.Role.ADMIN);
    }

    @Test
    void aFileWithoutTheSectionHasNoSuchContracts() {
        Genesis genesis = GenesisBuilder.forChain(5).quorate(MembersFixture.config()).build();

        assertThat(genesis.quorate().members()).isEmpty();
        assertThat(genesis.accounts()).doesNotContainKey(REGISTRY);
    }

    @Test
    void twoValidatorsMayBelongToOneOrganisation() {
        List<Validator> validators = MembersFixture.config().validators().stream()
                .map(each -> new Validator(each.name(), each.publicKey(), each.address(),
                        each.endpoint(), each.tlsFingerprint(), each.incarnation(), each.bls(),
                        "all of them"))
                .toList();
        QuorateConfig config = new QuorateConfig(validators, FeeMode.BLIND, 0, false, 0, 64,
                OrderingLimits.DEFAULT)
                .withMembers(Members.of(List.of(
                        new Members.Account("all of them", Address.ofLow(9), admin()))));

        Genesis genesis = GenesisBuilder.forChain(5).quorate(config).build();

        assertThat(genesis.quorate()).isEqualTo(config);
        assertThat(genesis.accounts().get(REGISTRY).storage().get(UInt256.of(9)))
                .as("organisations").isEqualTo(UInt256.ONE);
    }

    /** Block 0 and who orders would tell of different members once there is a second epoch. */
    @Test
    void whereSectionAndAllocDifferTheOperatorIsTold() {
        String other = json().replace("validator-2.a-host", "validator-2.b-host");
        assertThat(Samples.parse(other).warnings()).singleElement().asString()
                .matches("g\\.json:\\d+: alloc holds at 0x0*5100 other members or parameters than"
                        + " the section quorate names \\(slot 0x.*\\): the section counts in the"
                        + " first epoch, the contract in later ones");
        assertThat(Samples.parse(json().replace("\"2/3\"", "\"1/2\"")).warnings())
                .singleElement().asString()
                .contains("alloc holds at 0x0000000000000000000000000000000000005102");
        assertThat(Samples.parse(json()).warnings()).isEmpty();
        assertThat(Samples.refusal(json().replace("5111\" :", "6111\" :")))
                .contains("alloc has no code at 0x0000000000000000000000000000000000005111");
    }

    /** Code is that of the program that made the file; a later one reads it as it is. */
    @Test
    void olderCodeIsTaken() {
        String code = SystemContracts.registry().implementation().artifact().deployedBytecode();

        Genesis genesis = Samples.parse(json().replace(code, "0x6001"));

        assertThat(genesis.accounts().get(Address.ofLow(0x5110)).code())
                .isEqualTo(Bytes.fromHexString("0x6001"));
    }

    @Test
    void valuesAreBounded() {
        assertThat(Samples.refusal(json().replace("\"2/3\"", "\"1/3\"")))
                .contains("quorate.members.quorum is \"1/3\"; expected a fraction");
        assertThat(Samples.refusal(json().replace("\"2/3\"", "\"3/3\""))).contains("quorum");
        assertThat(Samples.refusal(json().replace("\"2/3\"", "\"200/300\""))).contains("quorum");
        assertThat(Samples.refusal(json().replace("\"2/3\"", "\"most\""))).contains("quorum");
        assertThat(Samples.refusal(json().replace("604800", "60")))
                .contains("quorate.members.proposalSeconds is 60; expected a number from 3600");
        assertThat(Samples.refusal(json().replaceFirst("\"enforce\" : \\[ ]",
                "\"enforce\" : [ \"all\" ]")))
                .contains("quorate.members.enforce has all; expected any of senders, deployers");
        assertThat(Samples.refusal(json().replaceFirst("\\[ \"admin\" ]", "[ \"king\" ]")))
                .contains("quorate.members.accounts[0].roles has king; expected any of admin");
        assertThat(Samples.refusal(json().replaceFirst("\\[ \"admin\" ]", "\"admin\"")))
                .contains("quorate.members.accounts[0].roles").contains("a list of at most 5");
        assertThat(Samples.refusal(json().replaceFirst("\\[ \"admin\" ]", "[ 1 ]")))
                .contains("expected a list of texts in quotes");
        assertThat(Samples.refusal(json().replaceFirst("\"roles\"", "\"role\"")))
                .contains("did you mean roles?");
        assertThat(Samples.refusal(json().replace("\"proposalSeconds\"", "\"seconds\"")))
                .contains("quorate.members.seconds is not a key");
    }

    @Test
    void accountsAreWholeAndDistinct() {
        String first = MembersFixture.address(101).toString();
        String second = MembersFixture.address(102).toString();
        assertThat(Samples.refusal(json().replace("\"" + second + "\"", "\"" + first + "\"")))
                .contains("quorate.members.accounts[1].address is there already");
        assertThat(Samples.refusal(json().replace("\"" + first + "\"", "null")))
                .contains("quorate.members.accounts[0].address is missing");
        assertThat(Samples.refusal(json().replaceFirst(
                "\"organisation\" : \"organisation 0\",\\s*\"address\" : \"" + first,
                "\"address\" : \"" + first)))
                .contains("quorate.members.accounts[0].organisation is missing");
        assertThat(Samples.refusal(json().replaceFirst("\"organisation\" : \"organisation 0\"",
                "\"organisation\" : \"-\"")))
                .contains("organisation is \"-\"; expected 1 to 64 letters");
    }

    @Test
    void everyOrganisationCanVote() {
        Members without = Members.of(MembersFixture.members().accounts().subList(0, 3));

        assertThatThrownBy(() -> GenesisBuilder.forChain(5)
                .quorate(MembersFixture.config().withMembers(without)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("no admin of organisation \"organisation 3\"");
    }

    @Test
    void whatTheContractsCouldNotHoldIsRefused() {
        Validator one = MembersFixture.config().validators().getFirst();
        QuorateConfig many = committee(Collections.nCopies(513, one));
        assertThatThrownBy(() -> MembersStorage.of(many, MembersFixture.members()))
                .isInstanceOf(ConfigException.class).hasMessageContaining("take 512");
        List<Members.Account> accounts = IntStream.range(0, 1_025)
                .mapToObj(k -> new Members.Account("o" + k, Address.ofLow(k + 1L), admin()))
                .toList();
        assertThatThrownBy(() -> MembersStorage.of(committee(List.of()), Members.of(accounts)))
                .isInstanceOf(ConfigException.class).hasMessageContaining("1025 organisations");
        QuorateConfig far = committee(List.of(new Validator("organisation 0", one.publicKey(),
                one.address(), new Endpoint("h".repeat(253), 30_303), one.tlsFingerprint(),
                one.incarnation(), Optional.empty())));
        assertThatThrownBy(() -> MembersStorage.of(far, MembersFixture.members()))
                .isInstanceOf(ConfigException.class).hasMessageContaining("longer than 255");
    }

    private static QuorateConfig committee(List<Validator> validators) {
        return new QuorateConfig(validators, FeeMode.BLIND, 0, false, 0, 64,
                OrderingLimits.DEFAULT);
    }
}
