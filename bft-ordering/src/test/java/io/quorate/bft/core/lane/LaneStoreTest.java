package io.quorate.bft.core.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.crypto.Preimages;
import io.quorate.bft.core.message.Batch;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

class LaneStoreTest {
    private static final Preimages HASHING = new Preimages((byte) 0, 1, 0);
    private static final LaneSetting SETTING = new LaneSetting(
            List.of(new ReplicaId(0), new ReplicaId(1)), 50, 4, 100, 100, 5, 5);

    private final LaneStore store = new LaneStore(SETTING);

    private static LaneStore.Held held(long laneSeq, Digest prev, int fill) {
        Batch batch = new Batch(new ReplicaId(1), laneSeq, prev,
                Bytes.repeat((byte) fill, Math.max(30, fill)), Bytes.EMPTY);
        return new LaneStore.Held(batch, Link.of(batch, HASHING::content), 0);
    }

    @Test
    void countsOnlyWhatLinks() {
        LaneStore.Held first = held(1, Digest.ZERO, 1);
        LaneStore.Held second = held(2, first.link().digest(), 1);
        LaneStore.Held stray = held(3, first.link().digest(), 2);
        store.add(second);
        assertThat(store.contiguous(1)).isZero();
        store.add(first);
        assertThat(store.contiguous(1)).isEqualTo(2);
        store.add(stray);
        assertThat(store.contiguous(1)).isEqualTo(2);
        assertThat(store.missing(1, stray.link().digest(), 3, 0)).isPresent();
        store.executed(Cut.start(2).with(1, 2));
        assertThat(store.contiguous(1)).as("what was executed needs no link").isEqualTo(3);
    }

    @Test
    void quotasOpenWithTheCutAndWhatItCoversGoes() {
        Digest prev = Digest.ZERO;
        for (int at = 1; at <= 3; at++) {
            assertThat(store.hasRoom(1, at, 30)).isTrue();
            LaneStore.Held next = held(at, prev, 1);
            store.add(next);
            prev = next.link().digest();
        }
        assertThat(store.hasRoom(1, 4, 30)).as("bytes").isFalse();
        assertThat(store.hasRoom(1, 5, 1)).as("places").isFalse();
        LaneStore.Held rival = held(2, Digest.ZERO, 7);
        store.add(rival);
        assertThat(store.find(rival.link().digest())).contains(rival);
        assertThat(store.bytes()).isEqualTo(120);
        Cut cut = Cut.start(2).with(1, 2);
        store.executed(cut);
        assertThat(store.hasRoom(1, 4, 30)).isTrue();
        store.forget(cut);
        assertThat(store.all()).hasSize(1);
        assertThat(store.bytes()).isEqualTo(30);
        assertThat(store.find(rival.link().digest())).isEmpty();
    }

    /** A leader and an author that conspire fill a lane's share twice at most, wherever its batches go. */
    @Test
    void whatProposalsAskForIsBounded() {
        Digest prev = Digest.ZERO;
        long at = 1;
        for (; at <= 4 && store.hasRoomForAsked(1, at, 60); at++) {
            LaneStore.Held next = held(at, prev, 60);
            store.add(next);
            prev = next.link().digest();
        }
        assertThat(at).isEqualTo(4);
        assertThat(store.hasRoomForAsked(1, 2, 60)).as("a rival").isFalse();
        store.executed(Cut.start(2).with(1, 2));
        assertThat(store.hasRoomForAsked(1, 4, 60)).isTrue();
    }

    @Test
    void aQuorumThatHoldsTheOwnChainMakesItCitable() {
        HaveTable table = new HaveTable(4, 2);
        Digest at3 = new Digest(3, 0, 0, 0);
        HaveTable.OwnChain own = at -> at == 3 ? at3 : Digest.ZERO;
        assertThat(table.heldBy(3, 1, 5, own)).isZero();
        table.put(new ReplicaId(1), 1, 3, at3);
        table.put(new ReplicaId(2), 1, 9, new Digest(9, 9, 9, 9));
        assertThat(table.heldBy(3, 1, 5, own)).isEqualTo(3);
        table.put(new ReplicaId(1), 1, 4, new Digest(4, 4, 4, 4));
        assertThat(table.heldBy(3, 1, 5, own)).as("another chain").isZero();
    }
}
