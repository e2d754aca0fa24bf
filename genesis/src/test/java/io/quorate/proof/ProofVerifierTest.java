package io.quorate.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.MemberId;
import io.quorate.bft.core.crypto.BlsMultisig;
import io.quorate.bft.core.crypto.SecpList;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.ledger.SlotRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stranger with the first members' keys believes what a quorum signed, and nothing else. */
class ProofVerifierTest {
    private static final long SEED = 20_261_126;

    @ParameterizedTest
    @ValueSource(bytes = {SecpList.SUITE, BlsMultisig.SUITE})
    void provesOverAHandOverAndARecovery(byte suite) {
        ProofFixture chain = new ProofFixture(suite);
        Verdict.Proven proven = proven(chain, chain.proof);

        Verdict.Signing signing = proven.signing().orElseThrow();
        assertThat(signing.epoch()).isEqualTo(2);
        assertThat(signing.seqNum()).isEqualTo(302);
        assertThat(signing.signers()).containsExactly(new MemberId(0), new MemberId(1),
                new MemberId(2));
        assertThat(proven.blocks()).extracting(block -> block.header().number())
                .containsExactly(2L, 1L);
        assertThat(proven.facts()).hasSize(5);
        assertThat(proven.facts().get(0)).isInstanceOfSatisfying(Fact.OfAccount.class, fact -> {
            assertThat(fact.blockNumber()).isEqualTo(1);
            assertThat(fact.account().balance()).isEqualTo(UInt256.of(5_000_000));
        });
        assertThat(proven.facts().get(1)).isInstanceOfSatisfying(Fact.OfAccount.class,
                fact -> assertThat(fact.slots()).containsEntry(ProofFixture.SLOT,
                        UInt256.of(1_007)).containsEntry(UInt256.of(999), UInt256.ZERO));
        assertThat(proven.facts().get(2)).isInstanceOfSatisfying(Fact.OfAccount.class,
                fact -> assertThat(fact.exists()).isFalse());
        assertThat(proven.facts().get(4)).isInstanceOfSatisfying(Fact.OfReceipt.class, fact -> {
            assertThat(fact.index()).isEqualTo(3);
            assertThat(fact.receipt().succeeded()).isTrue();
            assertThat(fact.transaction().transaction().nonce()).isEqualTo(3);
        });
    }

    @Test
    void provesBlockZeroByTheGenesisFileAlone() {
        ProofFixture chain = new ProofFixture(SecpList.SUITE);
        assertThat(proven(chain, chain.ofGenesis).signing()).isEmpty();
    }

    /**
     * Each byte of each field, of the blocks, the certificates, the members' changes and the claims. What shows that
     * nothing is at one key shows it of its neighbours too: such a mutant says something else, and it is so.
     */
    @Test
    void refusesEveryChangedByte() {
        ProofFixture chain = new ProofFixture(SecpList.SUITE);
        int mutants = refusesMutants(chain, new Mutations(SEED, 1), chain.proof)
                + refusesMutants(chain, new Mutations(SEED, 1), chain.ofGenesis);
        assertThat(mutants).isGreaterThan(10_000);
    }

    /** Pairings are slow: a sample. */
    @Test
    void refusesChangedBytesUnderBls() {
        ProofFixture chain = new ProofFixture(BlsMultisig.SUITE);
        assertThat(refusesMutants(chain, new Mutations(SEED, 37), chain.proof))
                .isGreaterThan(200);
    }

    private static int refusesMutants(ProofFixture chain, Mutations mutations, Proof proof) {
        ProofVerifier verifier = new ProofVerifier(chain.start);
        AtomicInteger mutants = new AtomicInteger();
        mutations.each(proof, mutant -> {
            mutants.incrementAndGet();
            boolean isRefused = switch (verifier.verify(mutant.value())) {
                case Verdict.Refused _ -> true;
                case Verdict.Proven(var _, var _, var facts) ->
                        ProofFixture.IS_ABSENCE.matcher(mutant.where()).find()
                                && facts.stream().allMatch(chain::isSo);
            };
            assertThat(isRefused).as("seed %d, %s", SEED, mutant.where()).isTrue();
        });
        return mutants.get();
    }

    /** What is left out, said twice, or in another order: it does not hold, or was not needed. */
    @Test
    void refusesPartsThatAreMissingOrMoved() {
        ProofFixture chain = new ProofFixture(SecpList.SUITE);
        CertificateProof c = chain.proof.certificate();
        Verdict.Signing signing = proven(chain, chain.proof).signing().orElseThrow();
        for (List<EpochStep> epochs : rearranged(c.epochs())) {
            refused(chain, with(c, c.headers(), c.slotRecords(), c.certificate(), epochs), "");
        }
        for (List<Bytes> headers : rearranged(c.headers())) {
            refused(chain, with(c, headers, c.slotRecords(), c.certificate(), c.epochs()), "");
        }
        for (List<Bytes> records : rearranged(c.slotRecords())) {
            if (records.equals(c.slotRecords().subList(1, 2))) continue; // the last one names the block, too
            refused(chain, with(c, c.headers(), records, c.certificate(), c.epochs()), "");
        }
        refused(chain, with(c, c.headers(), c.slotRecords(), Optional.empty(), c.epochs()),
                "no certificate");
        refused(chain, with(c, List.of(), c.slotRecords(), c.certificate(), c.epochs()),
                "no block");
        assertThat(signing.quorum()).isEqualTo(3);
    }

    private static <T> List<List<T>> rearranged(List<T> parts) {
        List<List<T>> all = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            List<T> without = new ArrayList<>(parts);
            without.remove(i);
            all.add(without);
            List<T> twice = new ArrayList<>(parts);
            twice.add(i, parts.get(i));
            all.add(twice);
        }
        List<T> reversed = new ArrayList<>(parts);
        Collections.reverse(reversed);
        all.add(reversed);
        return all;
    }

    @Test
    void wantsAQuorum() throws Exception {
        ProofFixture chain = new ProofFixture(SecpList.SUITE);
        CertificateProof c = chain.proof.certificate();
        SlotRecord last = SlotRecord.decode(c.slotRecords().getLast());
        refused(chain, with(c, c.headers(), c.slotRecords(), Optional.of(chain.certify(last, 2)),
                c.epochs()), "has 2 signatures, a quorum of epoch 2 is 3 of 4");
        assertThat(new ProofVerifier(chain.start).verify(new Proof(with(c, c.headers(),
                c.slotRecords(), Optional.of(chain.certify(last, 4)), c.epochs()), List.of())))
                .isInstanceOf(Verdict.Proven.class);
        refused(chain, with(c, c.headers(), c.slotRecords(), c.certificate(),
                List.of(c.epochs().get(0),
                        new EpochStep.Recovered(chain.recovery(2).encode()))),
                "2 members signed it, a quorum of epoch 1 is 3 of 4");
    }

    /** Those of an epoch that is over sign in the name of one that has others. */
    @Test
    void refusesMembersOfAnotherEpoch() throws Exception {
        ProofFixture chain = new ProofFixture(SecpList.SUITE);
        CertificateProof c = chain.proof.certificate();
        SlotRecord last = SlotRecord.decode(c.slotRecords().getFirst());
        SlotRecord ofFirst = new SlotRecord(last.previousHash(), 0, last.seqNum(),
                last.valueDigest(), last.orderingHash(), last.blockHash(),
                last.accessListHash(), last.nextSetHash());
        refused(chain, with(c, c.headers(), List.of(ofFirst.encode()),
                Optional.of(chain.certify(ofFirst, 4)), c.epochs()),
                "is of epoch 0, and what is known of the members leads to epoch 2");
    }

    @Test
    void refusesOtherChainsAndTooManyParts() {
        ProofFixture chain = new ProofFixture(SecpList.SUITE);
        TrustedStart other = new TrustedStart(ProofFixture.CHAIN_ID + 1,
                chain.start.genesisHash(), chain.start.epoch());
        assertThat(new ProofVerifier(other).verify(chain.proof))
                .isEqualTo(new Verdict.Refused("it is of chain 77, not of chain 78"));
        CertificateProof c = chain.proof.certificate();
        refused(chain, with(c, Collections.nCopies(2_000, c.headers().getFirst()),
                c.slotRecords(), c.certificate(), c.epochs()), "more than 1024");
        assertThat(c.genesisHash()).isNotEqualTo(Hash.ZERO);
    }

    private static CertificateProof with(CertificateProof c, List<Bytes> headers,
            List<Bytes> slotRecords, Optional<Bytes> certificate, List<EpochStep> epochs) {
        return new CertificateProof(c.chainId(), c.genesisHash(), c.blockNumber(), c.blockHash(),
                headers, slotRecords, certificate, epochs);
    }

    private static Verdict.Proven proven(ProofFixture chain, Proof proof) {
        Verdict verdict = new ProofVerifier(chain.start).verify(proof);
        assertThat(verdict).isInstanceOf(Verdict.Proven.class);
        return (Verdict.Proven) verdict;
    }

    private static void refused(ProofFixture chain, CertificateProof certificate, String reason) {
        assertThat(new ProofVerifier(chain.start)
                .verify(new Proof(certificate, chain.proof.claims())))
                .isInstanceOfSatisfying(Verdict.Refused.class,
                        refused -> assertThat(refused.reason()).contains(reason));
    }
}
