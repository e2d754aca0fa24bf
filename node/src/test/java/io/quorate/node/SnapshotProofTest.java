package io.quorate.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quorate.bft.Digest;
import io.quorate.bft.HandOvers;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.crypto.Preimages;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.crypto.SecpList;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.KnownEpochs;
import io.quorate.bft.core.message.BlockCert;
import io.quorate.bft.core.message.MessageCodec;
import io.quorate.evm.primitives.Hash;
import io.quorate.genesis.FeeMode;
import io.quorate.genesis.Genesis;
import io.quorate.genesis.OrderingLimits;
import io.quorate.genesis.QuorateConfig;
import io.quorate.ledger.DecidedSlot;
import io.quorate.ledger.Ledger;
import io.quorate.ledger.SlotRecord;
import io.quorate.node.recovery.Schemes;
import io.quorate.state.storage.InMemoryKeyValueStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** A slot is believed where records lead from it to one that a quorum of the genesis file's validators signed. */
class SnapshotProofTest {
    private static final long CHAIN_ID = 5;
    private static final long CERTIFIED = 5;
    private static final long TAKEN = 3;

    private final DevCommittee committee = new DevCommittee(4);
    private final Genesis genesis = Genesis.parse("test",
            ("{\"config\":{\"chainId\":" + CHAIN_ID + ",\"terminalTotalDifficulty\":0},"
                    + "\"gasLimit\":\"0x1000000\",\"alloc\":{}}").getBytes(StandardCharsets.UTF_8))
            .withQuorate(new QuorateConfig(committee.validators(), FeeMode.BLIND, 0, false, 0,
                    QuorateConfig.DEFAULT_WINDOW, OrderingLimits.DEFAULT));
    private final EpochConfig epoch = Orders.firstEpoch(genesis.quorate());
    private final Ledger live = ledger(7);
    private final Ledger copy = ledger(TAKEN);
    private final CertifiedSlot proof;

    SnapshotProofTest() {
        live.certify(CERTIFIED, certificate(3, CERTIFIED,
                live.slot(CERTIFIED).orElseThrow().slotRecord().hash()));
        proof = CertifiedSlot.find(live, TAKEN).orElseThrow();
    }

    /** So many slots, none of which makes a block. */
    private Ledger ledger(long slots) {
        Ledger ledger = Ledger.open(new InMemoryKeyValueStore(), genesis.block());
        for (long seq = 1; seq <= slots; seq++) {
            ledger.commit(new DecidedSlot(new SlotRecord(ledger.lastRecordHash(), 0, seq,
                    Hash.EMPTY, Hash.ZERO, ledger.head().hash(), Hash.EMPTY_LIST, Hash.ZERO), 0,
                    Bytes.of(1), Bytes.of(2), Bytes.of(3)), Optional.empty());
        }
        return ledger;
    }

    private Bytes certificate(int signers, long seq, Hash result) {
        SeqNum at = new SeqNum(seq);
        Digest digest = Digest.of(result.toArray());
        Digest preimage = new Preimages(SecpList.SUITE, CHAIN_ID, 0).blockCert(at, digest);
        TreeMap<ReplicaId, Bytes> shares = new TreeMap<>();
        for (int i = 0; i < signers; i++) {
            shares.put(new ReplicaId(i), scheme(i).sign(preimage));
        }
        return MessageCodec.encodeBlockCert(new BlockCert(at, digest,
                scheme(0).combine(preimage, shares).multisig()));
    }

    private QuorumScheme scheme(int replica) {
        return committee.keys(replica).signing(epoch, new ReplicaId(replica)).orElseThrow();
    }

    private Optional<String> objection(Optional<CertifiedSlot> given) {
        return new SnapshotProof(KnownEpochs.follow(CHAIN_ID, Orders.hash(genesis), epoch,
                Schemes::verifying, HandOvers.NONE, List.of())).objection(copy, given);
    }

    @Test
    void recordsLeadToASlotThatIsCertified() {
        assertThat(proof.records()).hasSize((int) (CERTIFIED - TAKEN) + 1);
        assertThat(objection(Optional.of(proof))).isEmpty();
        assertThat(CertifiedSlot.find(live, CERTIFIED + 1)).as("none is certified yet").isEmpty();
    }

    @Test
    void aProofThatLacksSomethingProvesNothing() {
        assertThat(objection(Optional.empty())).hasValueSatisfying(
                why -> assertThat(why).contains("slot " + TAKEN + " has no certificate"));
        for (int i = 0; i < proof.records().size(); i++) {
            List<Bytes> fewer = new ArrayList<>(proof.records());
            fewer.remove(i);
            assertThat(objection(Optional.of(new CertifiedSlot(fewer, proof.certificate()))))
                    .as("without record %d", i).isPresent();
        }
        assertThat(objection(Optional.of(new CertifiedSlot(List.of(), proof.certificate()))))
                .isPresent();
        Hash result = live.slot(CERTIFIED).orElseThrow().slotRecord().hash();
        assertThat(objection(Optional.of(new CertifiedSlot(proof.records(),
                certificate(2, CERTIFIED, result))))).hasValueSatisfying(
                        why -> assertThat(why).contains("not signed by a quorum"));
    }

    /** Property: whichever bit is changed, in whichever part. */
    @Test
    void aChangedByteIsNoticed() {
        for (int part = 0; part <= proof.records().size(); part++) {
            boolean isCertificate = part == proof.records().size();
            Bytes whole = isCertificate ? proof.certificate() : proof.records().get(part);
            for (int i = 0; i < whole.size(); i++) {
                byte[] changed = whole.toArray();
                changed[i] ^= (byte) (1 << i % 8);
                List<Bytes> records = new ArrayList<>(proof.records());
                if (!isCertificate) records.set(part, Bytes.wrap(changed));
                assertThat(objection(Optional.of(new CertifiedSlot(records,
                        isCertificate ? Bytes.wrap(changed) : proof.certificate()))))
                        .as("byte %d of part %d", i, part).isPresent();
            }
        }
    }

    @Test
    void nobodyVouchesWithoutValidators() {
        assertThatExceptionOfType(OperatorException.class).isThrownBy(() -> SnapshotProof
                .requireValidators(genesis.withQuorate(QuorateConfig.ABSENT)))
                .withMessageContaining("names no validators");
        SnapshotProof.requireValidators(genesis);
    }
}
