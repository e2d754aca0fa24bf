package io.quorate.bft.core.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.HandOver;
import io.quorate.bft.SeqNum;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** A proof of a hand-over holds in every part, or proves nothing. */
class HandOverRulesTest {
    private static final int QUORUM = 3;
    private static final int WEAK = 2;

    private final Succession succession = new Succession();
    private final EpochConfig second = succession.second;
    private final HandOver genuine = succession.proof(second, QUORUM);

    private HandOver certified(Bytes certificate) {
        return new HandOver(genuine.slotRecord(), certificate, genuine.next());
    }

    private Bytes certificate(long chainId, long epoch, SeqNum seq, int signed) {
        return succession.certificate(chainId, epoch, seq, genuine.slotRecord(), signed);
    }

    @Test
    void believesWhatAQuorumSigned() {
        assertThat(succession.check(genuine)).contains(second);
        assertThat(succession.check(succession.proof(second, 4))).contains(second);
    }

    @Test
    void refusesTooFewSignatures() {
        assertThat(succession.check(succession.proof(second, WEAK))).isEmpty();
    }

    /** The same members sign in each epoch, on each chain: what they sign names both. */
    @Test
    void refusesCertificatesOfAnotherEpochChainOrSlot() {
        SeqNum last = second.start();
        assertThat(succession.check(certified(certificate(Succession.CHAIN_ID, 0, last, QUORUM))))
                .contains(second);
        assertThat(succession.check(certified(certificate(Succession.CHAIN_ID, 1, last, QUORUM))))
                .isEmpty();
        assertThat(succession.check(certified(certificate(1, 0, last, QUORUM)))).isEmpty();
        assertThat(succession.check(certified(
                certificate(Succession.CHAIN_ID, 0, new SeqNum(768), QUORUM)))).isEmpty();
    }

    @Test
    void refusesARecordThatIsNotTheCertifiedOne() {
        EpochConfig other = succession.next(768);
        assertThat(succession.check(new HandOver(succession.slotRecord(other),
                genuine.blockCert(), other.encode()))).isEmpty();
        assertThat(succession.check(new HandOver(Bytes.of(9), genuine.blockCert(),
                genuine.next()))).isEmpty();
    }

    @Test
    void refusesASetThatTheRecordDoesNotName() {
        EpochConfig wiped = new EpochConfig(1, second.start(),
                second.members().stream().map(member -> member.withIncarnation(
                        Bytes.repeat((byte) 8, Member.INCARNATION_BYTES))).toList(),
                second.suite(), second.parameters());
        assertThat(succession.check(new HandOver(genuine.slotRecord(), genuine.blockCert(),
                wiped.encode()))).isEmpty();
    }

    /** Even under a quorum's signatures: that would be more than f faults, and no epoch ends there. */
    @Test
    void refusesAnotherNumberOrAnEndOffTheGrid() {
        EpochConfig skipping = new EpochConfig(2, second.start(), second.members(),
                second.suite(), second.parameters());
        assertThat(succession.check(succession.proof(skipping, QUORUM))).isEmpty();
        assertThat(succession.check(succession.proof(succession.next(500), QUORUM))).isEmpty();
        EpochConfig atOnce = new EpochConfig(1, SeqNum.ZERO, second.members(), second.suite(),
                second.parameters());
        assertThat(succession.check(succession.proof(atOnce, QUORUM))).isEmpty();
    }
}
