package io.quorate.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.DecidedSlot;
import io.quorate.bft.Digest;
import io.quorate.bft.SlotLinks;
import io.quorate.bft.Snapshot;
import io.quorate.bft.core.message.MessageCodec;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.fork.ForkSchedule;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.ledger.GenesisBlock;
import io.quorate.ledger.Ledger;
import io.quorate.ledger.SlotRecord;
import io.quorate.state.storage.InMemoryKeyValueStore;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** Which states are offered, and by which certificates: every 16th slot's, up to slot 70. */
class LedgerSnapshotsTest {
    private static final long INTERVAL = 16;
    private static final long APPLIED = 70;
    private static final Hash SOME = Hash.of(Bytes.repeat((byte) 5, Hash.SIZE));
    private static final Bytes CERT = Bytes.of(9);

    private final Ledger ledger = Ledger.open(new InMemoryKeyValueStore(), genesis());
    private final LedgerSnapshots snapshots = snapshots(ledger);

    private static GenesisBlock genesis() {
        return GenesisBlock.of(
                new GenesisBlock.Fields(Bytes.wrap(new byte[8]), 0, Bytes.EMPTY, 60_000_000,
                        UInt256.ZERO, Hash.ZERO, Address.ZERO, Optional.empty(), 0, 0),
                ForkSchedule.allFrom(Fork.OSAKA), new TreeMap<>());
    }

    private static LedgerSnapshots snapshots(Ledger of) {
        return new LedgerSnapshots(of, new OperatorLog(0),
                new LedgerSnapshots.Settings(INTERVAL, 0), () -> {});
    }

    /** The second epoch begins after its 67th slot. */
    private void execute(long last) {
        for (long seq = ledger.appliedSeq() + 1; seq <= last; seq++) {
            long epoch = seq <= 67 ? 0 : 1;
            SlotRecord slotRecord = new SlotRecord(ledger.lastRecordHash(), epoch, seq, SOME, SOME,
                    ledger.head().hash(), Hash.EMPTY_LIST, Hash.ZERO);
            DecidedSlot slot = new DecidedSlot(epoch, seq, Digest.ZERO, 0,
                    DecidedSlot.NOOP_PROPOSER, Bytes.EMPTY, Bytes.of(2));
            ledger.commit(new io.quorate.ledger.DecidedSlot(slotRecord, 0,
                    MessageCodec.encodeSlot(slot), slot.certificate(), Bytes.of(3)),
                    Optional.empty());
        }
    }

    /** Reads each record by the digest that the one after it names, as a fetcher does. */
    private static Digest ledBackFrom(Digest certified, Snapshot snapshot, Ledger ledger) {
        Digest result = certified;
        for (Bytes slotRecord : snapshot.later().reversed()) {
            result = new LedgerHandOvers(ledger).links(result, slotRecord)
                    .map(SlotLinks::previous).orElseThrow();
        }
        return result;
    }

    @Test
    void newestIsProvedByALaterSlotsCertificate() {
        execute(APPLIED);
        ledger.certify(67, CERT);
        ledger.certify(69, Bytes.of(1));
        assertThat(snapshots.offers(0)).hasSize(1);
        Snapshot newest = snapshots.offers(0).getFirst();
        assertThat(newest.seq()).isEqualTo(64);
        assertThat(newest.blockCert()).isEqualTo(CERT);
        assertThat(newest.certifiedSeq()).isEqualTo(67);
        Digest certified = Digest
                .of(ledger.slot(67).orElseThrow().slotRecord().hash().toArray());
        assertThat(ledBackFrom(certified, newest, ledger))
                .isEqualTo(newest.applied().resultDigest());
        assertThat(snapshots.offers(64)).as("above it").isEmpty();

        ledger.certify(64, Bytes.of(8));
        assertThat(snapshots.offers(0).getFirst().later()).as("its own is shorter").isEmpty();
    }

    /** Another epoch's members sign what nobody of this one can check. */
    @Test
    void certificateOfTheNextEpochProvesNothing() {
        execute(APPLIED);
        ledger.certify(68, CERT);
        ledger.certify(48, CERT);
        assertThat(snapshots.offers(0)).extracting(Snapshot::seq).containsExactly(64L, 48L);
        assertThat(snapshots.offers(0)).extracting(Snapshot::isCertified)
                .containsExactly(false, true);
        assertThat(snapshots.offers(48)).extracting(Snapshot::seq).containsExactly(64L);
    }

    @Test
    void offersNothingBeforeTheFirst() {
        execute(INTERVAL - 1);
        assertThat(snapshots.offers(0)).isEmpty();
    }

    /** The certificate is the later slot's, and comes with that one; the block is final all the same. */
    @Test
    void restoresWhatALaterCertificateProved() {
        execute(APPLIED);
        ledger.certify(66, CERT);
        Snapshot snapshot = snapshots.offers(0).getFirst();
        Ledger own = Ledger.open(new InMemoryKeyValueStore(), genesis());
        LedgerSnapshots target = snapshots(own);
        target.begin(snapshot);
        for (int i = 0; i < snapshot.chunks().size(); i++) {
            target.store(snapshot, i, snapshots.chunk(snapshot.seq(), i).orElseThrow());
        }
        target.finish(snapshot);
        assertThat(own.appliedSeq()).isEqualTo(64);
        assertThat(own.lastRecordHash())
                .isEqualTo(ledger.slot(64).orElseThrow().slotRecord().hash());
        assertThat(own.blockCertificate(64)).isEmpty();
        assertThat(own.finalizedNumber()).isEqualTo(own.head().number());
    }
}
