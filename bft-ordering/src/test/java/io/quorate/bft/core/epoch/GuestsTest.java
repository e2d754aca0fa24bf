package io.quorate.bft.core.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.Applied;
import io.quorate.bft.DecidedSlot;
import io.quorate.bft.Digest;
import io.quorate.bft.MemberId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.Snapshot;
import io.quorate.bft.core.message.Fetch;
import io.quorate.bft.core.message.SnapshotDescription;
import io.quorate.bft.core.message.SnapshotOffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** What one guest may ask, and that its questions in one epoch do not crowd out those in another. */
class GuestsTest {
    private static final MemberId GUEST = new MemberId(9);
    private static final EpochConfig OLD = RecoveryFixture.SECP.ended();
    private static final EpochConfig NEXT = OLD.next(new SeqNum(768), OLD.members(),
            OLD.parameters());
    private static final Fetch OFFERS = new Fetch(new Fetch.Wanted.SnapshotAbove(SeqNum.ZERO));
    private static final Fetch DESCRIPTION = new Fetch(
            new Fetch.Wanted.DescriptionOf(new SeqNum(800)));

    private final List<EpochEffect> effects = new ArrayList<>();
    private final Guests guests = new Guests(effects::add);

    private static Snapshot snapshot() {
        return new Snapshot(new Applied(800, Digest.ZERO, Bytes.EMPTY, 0),
                new DecidedSlot(NEXT.number(), 800, Digest.ZERO, 0, 1, Bytes.of(1), Bytes.of(2),
                        Bytes.EMPTY),
                Bytes.of(3), List.of(Digest.ZERO));
    }

    private void asks(long millis, Fetch fetch, EpochConfig epoch) {
        guests.tick(millis);
        guests.onFetch(GUEST, fetch, epoch, true);
    }

    private void isRead(EpochConfig epoch) {
        guests.onRead(new EpochInput.GuestOfferRead(GUEST, epoch.number(), List.of(snapshot())),
                epoch);
    }

    private long sent(Class<?> kind) {
        return effects.stream().filter(effect -> effect instanceof EpochEffect.Send send
                && kind.isInstance(send.message())).count();
    }

    /** As a seat that is left behind asks each second, and right after it whoever crosses to the next epoch. */
    @Test
    void answersInEachEpochThatAGuestAsksIn() {
        for (int second = 0; second < 10; second++) {
            asks(second * 1_000L, OFFERS, OLD);
            asks(second * 1_000L, OFFERS, NEXT);
            isRead(OLD);
            isRead(NEXT);
        }
        assertThat(sent(SnapshotOffer.class)).as("in the epoch that the snapshot is of")
                .isEqualTo(10);
    }

    @Test
    void readsAndDescribesNoMoreThanItsShare() {
        for (int i = 0; i < 2_000; i++) {
            asks(i, OFFERS, NEXT);
            isReadIfAsked();
            asks(i, DESCRIPTION, NEXT);
        }
        assertThat(sent(SnapshotOffer.class)).isBetween(4L, 8L);
        assertThat(sent(SnapshotDescription.class)).isBetween(4L, 8L);
    }

    private void isReadIfAsked() {
        if (effects.removeIf(EpochEffect.ReadOffer.class::isInstance)) {
            isRead(NEXT);
        }
    }

    @Test
    void waitsForItsOwnReads() {
        for (int i = 0; i < 10; i++) {
            asks(i * 1_000L, OFFERS, NEXT);
        }
        assertThat(effects.stream().filter(EpochEffect.ReadOffer.class::isInstance)).hasSize(2);
    }
}
