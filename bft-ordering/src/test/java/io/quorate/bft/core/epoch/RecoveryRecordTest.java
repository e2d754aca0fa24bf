package io.quorate.bft.core.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.bft.DecodeException;
import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.crypto.Preimages;
import io.quorate.bft.core.crypto.QuorumScheme;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.MutableBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A record counts with the signatures of a quorum of the members of the epoch that it ends, over all of it. */
class RecoveryRecordTest {
    @ParameterizedTest
    @EnumSource
    void quorumOfTheOldMembersProvesIt(RecoveryFixture suite) throws DecodeException {
        SignedRecovery complete = suite.complete();
        assertThat(complete.quorum()).isEqualTo(5);
        assertThat(complete.objection(suite.verifying())).isEmpty();
        SignedRecovery copy = SignedRecovery.decode(complete.encode());
        assertThat(copy).isEqualTo(complete);
        assertThat(copy.record().fingerprint()).isEqualTo(complete.record().fingerprint())
                .matches("([0-9a-f]{4}-){4}[0-9a-f]{4}");
    }

    @ParameterizedTest
    @EnumSource
    void oneSignatureLessProvesNothing(RecoveryFixture suite) {
        assertThat(suite.signedBy(suite.record(), 0, 1, 2, 3).objection(suite.verifying()))
                .contains("4 members signed it, a quorum of epoch 3 is 5 of 7");
    }

    @ParameterizedTest
    @EnumSource
    void signatureOfAnotherMemberOrOverAnythingElseIsForged(RecoveryFixture suite) {
        RecoveryRecord record = suite.record();
        QuorumScheme second = suite.scheme(1);
        assertForged(suite, second.sign(record.preimage())); // another's, in the first one's place
        QuorumScheme first = suite.scheme(0);
        Preimages preimages = new Preimages(record.ended().suite(), record.chainId(), 3);
        assertForged(suite, first.sign(preimages.blockCert(record.last(), record.digest())));
        assertForged(suite, first.sign(preimages.vote1(View.ZERO, record.last(),
                record.digest())));
        assertForged(suite, first.sign(new Preimages(record.ended().suite(),
                record.chainId() + 1, 3).recovery(record.last(), record.digest())));
        assertForged(suite, first.sign(new Preimages((byte) (record.ended().suite() + 1),
                record.chainId(), 3).recovery(record.last(), record.digest())));
        assertForged(suite, first.sign(new Preimages(record.ended().suite(), record.chainId(), 4)
                .recovery(record.last(), record.digest())));
    }

    private static void assertForged(RecoveryFixture suite, Bytes signature) {
        TreeMap<ReplicaId, Bytes> signatures = new TreeMap<>(suite.complete().signatures());
        signatures.put(new ReplicaId(0), signature);
        assertThat(new SignedRecovery(suite.record(), signatures).objection(suite.verifying()))
                .contains("the signature of member m0 was not made over this record with that"
                        + " member's key");
    }

    /** What members agreed on for one chain, slot, result or epoch counts for no other. */
    @ParameterizedTest
    @EnumSource
    void signaturesCountForNoOtherRecord(RecoveryFixture suite) {
        RecoveryRecord record = suite.record();
        EpochConfig next = record.next();
        List<UnaryOperator<RecoveryRecord>> others = List.of(
                r -> new RecoveryRecord(r.chainId() + 1, r.genesis(), r.ended(), r.result(), next),
                r -> new RecoveryRecord(r.chainId(), Digest.ZERO, r.ended(), r.result(), next),
                r -> new RecoveryRecord(r.chainId(), r.genesis(), r.ended(), Digest.ZERO, next),
                r -> new RecoveryRecord(r.chainId(), r.genesis(), r.ended(), r.result(),
                        r.ended().next(new SeqNum(601), next.members(), next.parameters())),
                r -> new RecoveryRecord(r.chainId(), r.genesis(), r.ended(), r.result(),
                        r.ended().next(r.last(), r.ended().members(), next.parameters())),
                r -> new RecoveryRecord(r.chainId(), r.genesis(), r.ended(), r.result(),
                        r.ended().next(r.last(), next.members(), next.parameters().withC(1))));
        for (UnaryOperator<RecoveryRecord> other : others) {
            assertThat(new SignedRecovery(other.apply(record), suite.complete().signatures())
                    .objection(suite.verifying())).isPresent();
        }
    }

    @Test
    void anotherSuiteOrCommitteeVerifiesNothing() {
        assertThat(RecoveryFixture.SECP.complete().objection(RecoveryFixture.BLS.verifying()))
                .isPresent();
    }

    /** Every byte counts: of chain, configurations, result and each signature, and of the lengths. BLS is slow: every 23rd. */
    @ParameterizedTest
    @EnumSource
    void anyOtherByteMakesItWorthless(RecoveryFixture suite) {
        Bytes good = suite.complete().encode();
        int step = suite == RecoveryFixture.BLS ? 23 : 1;
        for (int at = 0; at < good.size(); at += step) {
            for (int change : new int[]{1, 0x80}) {
                MutableBytes bad = good.mutableCopy();
                bad.set(at, (byte) (bad.get(at) ^ change));
                assertThat(isProof(suite, bad)).as("byte %s changed", at).isFalse();
            }
        }
    }

    private static boolean isProof(RecoveryFixture suite, Bytes bytes) {
        try {
            SignedRecovery signed = SignedRecovery.decode(bytes);
            return signed.record().ends(suite.ended())
                    && signed.objection(suite.verifying()).isEmpty();
        } catch (DecodeException _) {
            return false;
        }
    }

    @Test
    void signersComeOnceAndInOrder() {
        RecoveryFixture suite = RecoveryFixture.SECP;
        Bytes good = suite.complete().encode();
        int size = 4 + 4 + suite.verifying().shareSizeBytes();
        Bytes head = good.slice(0, good.size() - 2 * size);
        Bytes fourth = good.slice(good.size() - 2 * size, size);
        Bytes fifth = good.slice(good.size() - size);
        assertThatThrownBy(() -> SignedRecovery.decode(Bytes.concatenate(head, fourth, fourth)))
                .isInstanceOf(DecodeException.class).hasMessageContaining("after that of");
        assertThatThrownBy(() -> SignedRecovery.decode(Bytes.concatenate(head, fifth, fourth)))
                .isInstanceOf(DecodeException.class).hasMessageContaining("after that of");
    }

    @Test
    void copiesThatWereSignedApartAreBroughtTogether() {
        RecoveryFixture suite = RecoveryFixture.SECP;
        SignedRecovery some = suite.signedBy(suite.record(), 0, 1, 4);
        SignedRecovery others = suite.signedBy(suite.record(), 1, 2, 6);
        assertThat(some.merge(others)).isEqualTo(suite.complete());
        SignedRecovery another = suite.signedBy(new RecoveryRecord(1, Digest.ZERO, suite.ended(),
                Digest.ZERO, suite.record().next()), 3);
        assertThatThrownBy(() -> some.merge(another)).hasMessageContaining("are not one");
    }

    @Test
    void endsTheEpochWhateverItsMembersAddresses() {
        RecoveryFixture suite = RecoveryFixture.SECP;
        EpochConfig ended = suite.ended();
        EpochConfig elsewhere = new EpochConfig(3, ended.start(), ended.members().stream()
                .map(member -> new Member(member.id(), member.publicKey(), Bytes.of(1, 2, 3),
                        member.incarnation()))
                .toList(), ended.suite(), ended.parameters());
        assertThat(suite.record().ends(elsewhere)).isTrue();
        assertThat(suite.record().ends(suite.record().next())).isFalse();
    }

    @Test
    void isMadeForTheEpochAfterOnly() {
        RecoveryRecord record = RecoveryFixture.SECP.record();
        assertThatThrownBy(() -> new RecoveryRecord(1, Digest.ZERO, record.next(), Digest.ZERO,
                record.next())).hasMessageContaining("cannot follow epoch 4");
        assertThatThrownBy(() -> new RecoveryRecord(1, Digest.ZERO, record.ended(), Digest.ZERO,
                record.ended().next(new SeqNum(511), record.next().members(),
                        record.ended().parameters())))
                .hasMessageContaining("cannot follow epoch 3");
    }
}
