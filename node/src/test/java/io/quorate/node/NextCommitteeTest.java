package io.quorate.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.Member;
import io.quorate.bft.net.Peer;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.UInt256;
import io.quorate.execution.MemberRegistry;
import io.quorate.genesis.BlsIdentity;
import io.quorate.genesis.CertificateSuite;
import io.quorate.genesis.Endpoint;
import io.quorate.genesis.FeeMode;
import io.quorate.genesis.Genesis;
import io.quorate.genesis.GenesisBuilder;
import io.quorate.genesis.KeyGenerator;
import io.quorate.genesis.Members;
import io.quorate.genesis.OrderingLimits;
import io.quorate.genesis.QuorateConfig;
import io.quorate.genesis.Validator;
import io.quorate.genesis.ValidatorKey;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** The committee that records ask for, from records as a genesis file begins with. */
class NextCommitteeTest {
    private static final SeqNum LAST = new SeqNum(256);
    private static final int ENDPOINT = 6;
    private static final int INCARNATION = 4;
    private static final int BLS_PROOF = 10;

    private final KeyGenerator keys = new KeyGenerator(new SecureRandom());
    private Genesis genesis = genesis(CertificateSuite.SECP256K1);
    private Map<UInt256, UInt256> storage = storage();

    private Genesis genesis(CertificateSuite suite) {
        List<Validator> validators = new ArrayList<>();
        List<Members.Account> accounts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            ValidatorKey key = keys.newValidatorKey();
            Optional<BlsIdentity> bls = suite == CertificateSuite.BLS12_381
                    ? Optional.of(keys.newBlsKey().identity())
                    : Optional.empty();
            validators.add(new Validator("replica-" + i, key.publicKey(), key.address(),
                    new Endpoint("replica-" + i + ".example", 30_303),
                    keys.newTlsKeyPair("replica-" + i, "127.0.0.1").fingerprint(),
                    keys.newIncarnation(), bls));
            accounts.add(new Members.Account("replica-" + i, keys.newValidatorKey().address(),
                    Set.of(Members.Role.ADMIN)));
        }
        return GenesisBuilder.forChain(2026)
                .quorate(new QuorateConfig(validators, FeeMode.BLIND, 0, false, 0, 48,
                        OrderingLimits.DEFAULT, suite).withMembers(Members.of(accounts)))
                .build();
    }

    private Map<UInt256, UInt256> storage() {
        var allocation = genesis.accounts().get(MemberRegistry.ADDRESS);
        return new TreeMap<>(allocation.storage());
    }

    private EpochConfig first() {
        return Orders.firstEpoch(genesis.quorate());
    }

    private EpochConfig next(EpochConfig current) {
        return new NextCommittee(new MemberRegistry(
                slot -> storage.getOrDefault(slot, UInt256.ZERO)), current, first())
                .startingAfter(LAST);
    }

    /** Where the record of node {@code number} has its slot {@code offset}. */
    private static UInt256 slot(int number, int offset) {
        return UInt256.of(Keccak256.hash(Bytes.concatenate(UInt256.of(number).toBytes(),
                UInt256.of(8).toBytes())).bytes()).plus(UInt256.of(offset));
    }

    private static UInt256 contentOf(UInt256 slot) {
        return UInt256.of(Keccak256.hash(slot.toArray()).bytes());
    }

    /** What the genesis file says and what its contracts say is one. */
    @Test
    void isThatOfTheGenesisFileUntilSomebodyVotes() {
        for (CertificateSuite suite : CertificateSuite.values()) {
            genesis = genesis(suite);
            storage = storage();
            assertThat(next(first())).isEqualTo(
                    first().next(LAST, first().members(), first().parameters()));
        }
    }

    @Test
    void refusesABlsKeyWithoutProofOfPossession() {
        genesis = genesis(CertificateSuite.BLS12_381);
        storage = storage();
        UInt256 proof = contentOf(slot(2, BLS_PROOF));
        storage.put(proof, storage.get(proof).plus(UInt256.ONE));

        assertThatThrownBy(() -> next(first())).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the BLS key of node 2");
    }

    @Test
    void refusesAKeyThatIsNoPoint() {
        storage.put(slot(1, 1), UInt256.of(5)); // 5³ + 7 is no square

        assertThatThrownBy(() -> next(first())).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("node 1 is no point");
    }

    /** One node's address keeps nobody else from an epoch. */
    @Test
    void takesAnEndpointThatCannotBeReadAsOneThatLeadsNowhere() {
        storage.put(slot(3, ENDPOINT), UInt256.of(Bytes.concatenate(
                Bytes.wrap("??".getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
                Bytes.wrap(new byte[29]), Bytes.of(4))));
        Peer peer = Peer.of(3, next(first()).member(new ReplicaId(3)).channel());

        assertThat(peer.host()).endsWith(".invalid");
        assertThat(peer.keyPin()).isEqualTo(
                Peer.of(3, first().member(new ReplicaId(3)).channel()).keyPin());
    }

    /** A record that operators signed named a log; the contract does not know, until a vote names another one. */
    @Test
    void carriesOnTheLogsThatARecoveryRecordNamed() {
        Bytes byHand = keys.newIncarnation();
        List<Member> members = new ArrayList<>(first().members());
        members.set(1, members.get(1).withIncarnation(byHand));
        EpochConfig recovered = first().next(new SeqNum(17), members, first().parameters());
        assertThat(next(recovered).members()).isEqualTo(members);

        Bytes byVote = keys.newIncarnation();
        storage.put(slot(1, INCARNATION), UInt256.of(byVote));
        assertThat(next(recovered).member(new ReplicaId(1)).incarnation()).isEqualTo(byVote);
    }

    @Test
    void refusesWhatNobodyCouldOrderWith() {
        storage.put(UInt256.of(5), UInt256.ZERO); // window, limits and suite of 0

        assertThatThrownBy(() -> next(first())).isInstanceOf(IllegalArgumentException.class);
    }
}
