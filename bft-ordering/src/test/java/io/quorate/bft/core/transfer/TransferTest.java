package io.quorate.bft.core.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.Applied;
import io.quorate.bft.Chunks;
import io.quorate.bft.DecidedSlot;
import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.Snapshot;
import io.quorate.bft.core.message.Fetch;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.SnapshotOffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a fetcher of seven, two of them liars, holds and asks until it has chosen. */
class TransferTest {
    private static final int N = 7;
    private static final int WEAK = 3;
    private static final Bytes GENUINE = Bytes.of(1);

    private final Port port = new Port();
    private final Offers offers = new Offers(WEAK);
    private final Transfer transfer = new Transfer(replica(6), N, offers, TransferRules.PRODUCT,
            port);

    /** Remembers what it is asked to do. */
    private static final class Port implements TransferPort {
        private final List<String> asked = new ArrayList<>();
        private final List<String> traces = new ArrayList<>();
        private Optional<Snapshot> begun = Optional.empty();
        private int verified;

        @Override
        public void send(ReplicaId to, Message message) {
            if (message instanceof Fetch(Fetch.Wanted.DescriptionOf(SeqNum seq))) {
                asked.add(to + " " + seq.number());
            }
        }

        @Override
        public boolean isCertified(Snapshot snapshot) {
            verified++;
            return snapshot.blockCert().equals(GENUINE);
        }

        @Override
        public void begin(Snapshot snapshot) {
            begun = Optional.of(snapshot);
        }

        @Override
        public void store(Snapshot snapshot, int index, Bytes chunk) {
            throw new AssertionError("no chunk came");
        }

        @Override
        public boolean finish(Snapshot snapshot) {
            throw new AssertionError("no chunk came");
        }

        @Override
        public void resume() {
            // nothing was paused
        }

        @Override
        public void readOffer(ReplicaId requester, long above) {
            throw new AssertionError("nobody asks");
        }

        @Override
        public void readChunk(ReplicaId requester, long seq, int index) {
            throw new AssertionError("nobody asks");
        }

        @Override
        public void trace(long seq, String detail) {
            traces.add(detail);
        }
    }

    private static ReplicaId replica(int index) {
        return new ReplicaId(index);
    }

    private static Snapshot snapshot(long seq, Bytes cert, Bytes chunk) {
        return new Snapshot(new Applied(seq, Digest.ZERO, Bytes.EMPTY, 0),
                new DecidedSlot(0, seq, Digest.ZERO, 0, 1, Bytes.of(1), Bytes.of(2), Bytes.EMPTY),
                cert, List.of(Chunks.hash(chunk)));
    }

    private static Snapshot honest(long seq) {
        return snapshot(seq, GENUINE, Bytes.ofUnsignedLong(seq));
    }

    private static SnapshotOffer.Named named(Snapshot snapshot, boolean isCertified) {
        return new SnapshotOffer.Named(new SeqNum(snapshot.seq()),
                Offers.Name.of(snapshot).digest(), isCertified);
    }

    private void offers(int from, Snapshot snapshot, boolean isCertified, long now) {
        transfer.onOffer(replica(from), new SnapshotOffer(List.of(named(snapshot, isCertified))),
                0, now);
    }

    private void describes(int from, Snapshot snapshot, long now) {
        transfer.onDescription(replica(from), snapshot, now);
        transfer.tick(now, 0, true);
    }

    @BeforeEach
    void asks() {
        transfer.tick(0, 0, true);
    }

    /** f liars say what they like: names are kept, few of each, and nothing that was not asked for is looked at. */
    @Test
    void holdsNamesAloneUntilOneIsAgreedOn() {
        for (long seq = 1; seq <= 10_000; seq++) {
            for (int liar = 0; liar < 2; liar++) {
                offers(liar, honest(seq), true, 1);
                describes(liar, honest(seq), 1);
            }
        }
        assertThat(offers.size()).isEqualTo(2 * Offers.KEPT_PER_PEER);
        assertThat(port.verified).as("descriptions looked at").isZero();
        assertThat(port.asked).isEmpty();
        assertThat(port.begun).isEmpty();
    }

    @Test
    void takesWhatOneOfThemProves() {
        for (int i = 0; i < WEAK; i++) {
            offers(i, honest(16), i == 1, 1);
        }
        assertThat(port.asked).containsExactly("r1 16");
        describes(0, honest(16), 2); // was not asked
        assertThat(port.begun).isEmpty();
        describes(1, honest(16), 3);
        assertThat(port.begun).contains(honest(16));
        assertThat(port.verified).isEqualTo(1);
    }

    /** Another one than was named, or with a certificate that does not verify: blamed, and the next is asked at once. */
    @Test
    void blamesWhoDescribesAnotherOrProvesNothing() {
        for (int i = 0; i < 5; i++) {
            offers(i, honest(16), true, 1);
        }
        assertThat(port.asked).containsExactly("r0 16");
        describes(0, snapshot(16, GENUINE, Bytes.of(9)), 2);
        assertThat(port.traces).containsExactly("wrong description of r0");
        assertThat(port.verified).as("its certificates are not looked at").isZero();
        assertThat(port.asked).containsExactly("r0 16", "r1 16", "r2 16");
        describes(1, snapshot(16, Bytes.of(8), Bytes.ofUnsignedLong(16)), 3);
        assertThat(port.traces).contains("wrong description of r1");
        describes(1, honest(16), 4);
        assertThat(port.begun).as("of one that was blamed").isEmpty();
        describes(2, honest(16), 5);
        assertThat(port.begun).contains(honest(16));
    }

    @Test
    void asksMoreAndMoreOfThoseWhoKeepStill() {
        for (int i = 0; i < 6; i++) {
            offers(i, honest(16), true, 1);
        }
        assertThat(port.asked).hasSize(1);
        assertThat(transfer.deadlineMillis(1)).isEqualTo(1 + Description.STEP_MILLIS);
        transfer.tick(1 + Description.STEP_MILLIS, 0, true);
        assertThat(port.asked).hasSize(3);
        transfer.tick(1 + 2 * Description.STEP_MILLIS, 0, true);
        assertThat(port.asked).hasSize(6).doesNotHaveDuplicates();
    }

    /** Liars claim that they can prove the newest; after them comes the one before, then all of it again. */
    @Test
    void passesByWhatNobodyProves() {
        for (int i = 0; i < 5; i++) {
            offers(i, honest(32), i == 0, 1);
            offers(i, honest(16), i == 4, 1);
        }
        assertThat(port.asked).containsExactly("r0 32");
        long later = 1 + Description.LAST_MILLIS;
        transfer.tick(later, 0, true);
        assertThat(port.asked).containsExactly("r0 32", "r4 16");
        assertThat(transfer.hasChosen()).isTrue();
        assertThat(transfer.isFetching()).isFalse();
        transfer.tick(later + Description.LAST_MILLIS, 0, true);
        assertThat(transfer.hasChosen()).as("after the last").isFalse();
        long again = later + Description.LAST_MILLIS + 1_000;
        transfer.tick(again, 0, true);
        offers(1, honest(16), true, again);
        assertThat(port.asked).endsWith("r0 32");
        transfer.tick(again + Description.LAST_MILLIS, 0, true);
        describes(4, honest(16), again + Description.LAST_MILLIS);
        describes(1, honest(16), again + Description.LAST_MILLIS);
        assertThat(port.begun).contains(honest(16));
    }

    @Test
    void givesUpWhatIsExecutedMeanwhile() {
        for (int i = 0; i < WEAK; i++) {
            offers(i, honest(16), true, 1);
        }
        assertThat(port.asked).hasSize(1);
        transfer.tick(2, 16, true);
        assertThat(transfer.hasChosen()).isFalse();
        transfer.tick(3, 16, false);
        assertThat(transfer.deadlineMillis(3)).isEqualTo(Long.MAX_VALUE);
        assertThat(offers.size()).isZero();
    }

    /** What a source offered lately is described to whoever asks in its epoch, if it can prove it. */
    @Test
    void describesWhatWasOfferedLately() {
        Offered offered = new Offered();
        assertThat(offered.offer(List.of())).isEmpty();
        Snapshot unproved = snapshot(32, Bytes.EMPTY, Bytes.of(3));
        assertThat(offered.offer(List.of(unproved, honest(16)))).contains(new SnapshotOffer(
                List.of(named(unproved, false), named(honest(16), true))));
        assertThat(offered.describe(new SeqNum(32), 0)).isEmpty();
        assertThat(offered.describe(new SeqNum(16), 1)).isEmpty();
        assertThat(offered.describe(new SeqNum(16), 0).orElseThrow().snapshot())
                .isEqualTo(honest(16));
        LongStream.rangeClosed(3, 6).forEach(i -> offered.offer(List.of(honest(16 * i))));
        assertThat(offered.describe(new SeqNum(16), 0)).as("long ago").isEmpty();
        assertThat(offered.describe(new SeqNum(48), 0)).isPresent();
    }
}
